package io.dutybell.template;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Fills the pieces of a template, one after the other. */
final class Renderer {

  private final Work work = new Work();
  private final Output output = new Output(Template.MAX_OUTPUT);

  private Renderer() {}

  static RenderedText render(List<Node> nodes, Map<String, Object> scope) {
    Renderer renderer = new Renderer();
    try {
      renderer.all(nodes, new Frame(scope, null));
      return renderer.output.finished(false);
    } catch (Work.Stopped e) {
      return renderer.output.finished(true);
    }
  }

  private void all(List<Node> nodes, Frame frame) {
    for (Node node : nodes) {
      work.step();
      if (node instanceof Node.Fixed fixed) {
        output.add(fixed.text());
      } else if (node instanceof Node.Value value) {
        Values.write(value.expression().value(frame, work), output, work);
      } else {
        section((Node.Section) node, frame);
      }
    }
  }

  private void section(Node.Section section, Frame frame) {
    Object value = section.expression().value(frame, work);
    if (section.isInverted()) {
      if (!Values.isTrue(value)) {
        all(section.body(), frame);
      }
    } else if (value instanceof Collection<?> list) {
      for (Object item : list) {
        work.step();
        all(section.body(), new Frame(item, frame));
      }
    } else if (Values.isTrue(value)) {
      all(section.body(), new Frame(value, frame));
    }
  }
}
