package io.dutybell.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the values of a document stand: a tree like the document's own. */
final class Placed {

  private final Place place;
  private final Map<String, Placed> fields = new HashMap<>(4);
  private final List<Placed> items = new ArrayList<>(0);

  Placed(Place place) {
    this.place = place;
  }

  Placed field(String name, Place at) {
    Placed field = new Placed(at);
    fields.put(name, field);
    return field;
  }

  Placed item(Place at) {
    Placed item = new Placed(at);
    items.add(item);
    return item;
  }

  /** Where a path stands, or as much of it as there is. */
  Place place(String path) {
    Placed found = this;
    int from = 0;
    while (from < path.length()) {
      Placed next;
      int to;
      if (path.charAt(from) == '[') {
        to = path.indexOf(']', from) + 1;
        next = to == 0 ? null : found.item(path.substring(from + 1, to - 1));
      } else {
        from += path.charAt(from) == '.' ? 1 : 0;
        to = end(path, from);
        next = found.fields.get(path.substring(from, to));
      }
      if (next == null) {
        return found.place;
      }
      found = next;
      from = to;
    }
    return found.place;
  }

  private Placed item(String number) {
    int index = number.matches("\\d{1,9}") ? Integer.parseInt(number) : Integer.MAX_VALUE;
    return index < items.size() ? items.get(index) : null;
  }

  private static int end(String path, int from) {
    int end = from;
    while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
      end++;
    }
    return end;
  }
}
