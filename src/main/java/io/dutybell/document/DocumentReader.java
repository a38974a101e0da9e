package io.dutybell.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.Event.ID;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads a YAML 1.2 document of plain values: no tags, and no anchors and aliases, with which a
 * small text could become a huge value. It is read from the parser's events, so that its size and
 * depth are known before anything is built of it.
 */
public final class DocumentReader {

  /** The longest text, in characters. */
  public static final int LONGEST = 16_777_216;

  /** The deepest nesting: what the API's JSON may have, below a section and an entry. */
  static final int DEEPEST = 34;

  private static final int MOST_VALUES = 1_000_000;
  private static final int LONGEST_KEY = 200;
  private static final int LONGEST_NUMBER = 300;
  private static final int LONGEST_MESSAGE = 1_000;
  private static final int MOST_MISTAKES = 100;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ScalarResolver types = new CoreSchema().getScalarResolver();
  private final Placed places = new Placed(Place.START);
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Iterator<Event> events;
  private int depth;
  private int values;

  /**
   * Where something stands, made a text only when it is needed.
   *
   * @param in null for the document itself
   * @param name null for an entry of a list
   */
  private record Path(Path in, String name, int index) {

    @Override
    public String toString() {
      String parent = in == null ? "" : in.toString();
      return name == null ? Document.at(parent, index) : Document.at(parent, name);
    }
  }

  /** The text is no YAML from here on, or more than is read. */
  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1;

    Ended() {
      super(null, null, false, false);
    }
  }

  private DocumentReader(Iterator<Event> events) {
    this.events = events;
  }

  /** Reads a document; what is wrong with it is in its list of mistakes. */
  public static Document read(String text) {
    String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(LONGEST).setParseComments(false).build();
    DocumentReader reader = new DocumentReader(new Parse(settings).parseString(clean).iterator());
    JsonNode root = MissingNode.getInstance();
    try {
      root = reader.document();
    } catch (Ended e) {
      // The mistake says why.
    } catch (MarkedYamlEngineException e) {
      reader.add(
          null,
          e.getProblemMark().or(e::getContextMark),
          "the text is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      reader.add(null, Optional.empty(), "the text is not YAML: " + oneLine(e.getMessage()));
    }
    return new Document(root, reader.places, reader.mistakes);
  }

  private static String oneLine(String message) {
    return String.valueOf(message).replaceAll("\\s+", " ");
  }

  private JsonNode document() {
    JsonNode root = MissingNode.getInstance();
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof NodeEvent) {
        if (!root.isMissingNode()) {
          add(null, event.getStartMark(), "there is more than one document in the text");
          throw new Ended();
        }
        root = value(null, places, event);
      }
    }
    return root.isNull() ? MissingNode.getInstance() : root;
  }

  private JsonNode value(Path path, Placed placed, Event event) {
    if (++values > MOST_VALUES) {
      add(path, event.getStartMark(), "the document has more than " + MOST_VALUES + " values");
      throw new Ended();
    }
    if (event.getEventId() == ID.Alias) {
      add(
          path,
          event.getStartMark(),
          "is an alias; anchors and aliases are not read, write it out");
      return JSON.nullNode();
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      add(path, event.getStartMark(), "has an anchor; anchors and aliases are not read");
    }
    if (event instanceof ScalarEvent scalar) {
      return scalar(path, scalar);
    }
    CollectionStartEvent start = (CollectionStartEvent) event;
    if (start.getTag().isPresent()) {
      add(
          path,
          event.getStartMark(),
          "has the tag " + start.getTag().get() + "; tags are not read");
    }
    if (++depth > DEEPEST) {
      add(null, event.getStartMark(), "the document is nested more than " + DEEPEST + " deep");
      throw new Ended();
    }
    JsonNode value = event.getEventId() == ID.MappingStart ? map(path, placed) : list(path, placed);
    depth--;
    return value;
  }

  private ObjectNode map(Path path, Placed placed) {
    ObjectNode map = JSON.objectNode();
    for (Event key = events.next(); key.getEventId() != ID.MappingEnd; key = events.next()) {
      Place place = place(key.getStartMark());
      String name = key(path, key);
      if (name == null) {
        value(path, new Placed(place), events.next());
        continue;
      }
      Path at = new Path(path, name, 0);
      if (map.has(name)) {
        add(at, key.getStartMark(), "the key " + name + " is there twice");
        value(at, new Placed(place), events.next());
      } else {
        map.set(name, value(at, placed.field(name, place), events.next()));
      }
    }
    return map;
  }

  /** Null for what can be no key. */
  private String key(Path path, Event event) {
    if (event instanceof ScalarEvent scalar
        && scalar.getTag().isEmpty()
        && scalar.getAnchor().isEmpty()
        && scalar.getValue().length() <= LONGEST_KEY) {
      return scalar.getValue();
    }
    add(
        path,
        event.getStartMark(),
        "a key must be a word of at most " + LONGEST_KEY + " characters");
    value(path, new Placed(Place.START), event);
    return null;
  }

  private ArrayNode list(Path path, Placed placed) {
    ArrayNode list = JSON.arrayNode();
    for (Event item = events.next(); item.getEventId() != ID.SequenceEnd; item = events.next()) {
      Path at = new Path(path, null, list.size());
      list.add(value(at, placed.item(place(item.getStartMark())), item));
    }
    return list;
  }

  private JsonNode scalar(Path path, ScalarEvent scalar) {
    if (scalar.getTag().isPresent()) {
      add(
          path,
          scalar.getStartMark(),
          "has the tag " + scalar.getTag().get() + "; tags are not read, quote a text instead");
    }
    String text = scalar.getValue();
    if (!scalar.isPlain()) {
      return JSON.textNode(text);
    }
    Tag type = types.resolve(text, true);
    if (type.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (type.equals(Tag.BOOL)) {
      return JSON.booleanNode(text.toLowerCase(Locale.ROOT).equals("true"));
    }
    if (!type.equals(Tag.INT) && !type.equals(Tag.FLOAT)) {
      return JSON.textNode(text);
    }
    if (text.length() > LONGEST_NUMBER) {
      add(
          path,
          scalar.getStartMark(),
          "is a number of too many digits; quote it to make it a text");
      return JSON.nullNode();
    }
    return number(text, type);
  }

  private static JsonNode number(String text, Tag type) {
    String digits = text.startsWith("+") ? text.substring(1) : text;
    try {
      if (type.equals(Tag.FLOAT)) {
        return JSON.numberNode(Double.parseDouble(digits));
      }
      BigInteger whole =
          digits.startsWith("0x")
              ? new BigInteger(digits.substring(2), 16)
              : digits.startsWith("0o")
                  ? new BigInteger(digits.substring(2), 8)
                  : new BigInteger(digits);
      if (whole.bitLength() < Integer.SIZE) {
        return JSON.numberNode(whole.intValue());
      }
      return whole.bitLength() < Long.SIZE
          ? JSON.numberNode(whole.longValue())
          : JSON.numberNode(whole);
    } catch (NumberFormatException e) {
      // Infinity and what is not a number have no JSON.
      return JSON.textNode(text);
    }
  }

  private static String cut(String message) {
    return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, 200) + "…";
  }

  private static Place place(Optional<Mark> mark) {
    return mark.map(m -> new Place(m.getLine() + 1, m.getColumn() + 1)).orElse(Place.START);
  }

  private void add(Path path, Optional<Mark> mark, String message) {
    String at = path == null ? "" : path.toString();
    mistakes.add(new Mistake(place(mark), at, cut(message), false));
    if (mistakes.size() >= MOST_MISTAKES) {
      throw new Ended();
    }
  }
}
