package io.dutybell.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** A template by chance: mostly right, and often a little wrong. */
final class RandomTemplate {

  private static final String[] NAMES = {
    "a",
    "b",
    "list",
    "o",
    "text",
    "n",
    "odd-key",
    "磁盘",
    "😀",
    ".",
    "a.b",
    "list[0]",
    "o.a[1].b",
    ".a",
    "[\"odd key\"]",
    "o['a']",
    "x:y/z",
    "a\\ b",
    "list.0"
  };
  private static final String[] ARGUMENTS = {
    "'a'",
    "\"b\"",
    "0",
    "1",
    "7",
    "' '",
    "''",
    "'(a|b)*'",
    "\"\\\\d+\"",
    "'M'",
    "'UTC'",
    "word",
    "'\uD83D'",
    "-1",
    "'$1'",
    "'[a-z]{2,30}'"
  };
  private static final String[] NOISE = {
    "{{",
    "}}",
    "{{{",
    "}}}",
    "{",
    "}",
    "\n",
    "\r\n",
    " ",
    "{{!",
    "{{=",
    "=}}",
    "{{/",
    "{{#",
    "(",
    ")",
    "'",
    "\"",
    "\\",
    ".",
    "[",
    "]",
    "\u0000",
    "\uD83D",
    "\uDE00",
    "😀",
    "{{=<% %>=}}",
    "<%a%>",
    "|",
    ",",
    "{{>a}}",
    "\u202E",
    "$"
  };

  private final Random random;
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  RandomTemplate(Random random) {
    this.random = random;
  }

  String text() {
    int pieces = 1 + random.nextInt(12);
    for (int i = 0; i < pieces; i++) {
      piece();
    }
    while (!open.isEmpty() && random.nextInt(20) > 0) {
      text.append("{{/").append(open.pop()).append("}}");
    }
    if (random.nextInt(4) == 0) {
      text.insert(random.nextInt(text.length() + 1), any(NOISE));
    }
    if (random.nextInt(8) == 0 && text.length() > 0) {
      text.deleteCharAt(random.nextInt(text.length()));
    }
    return text.toString();
  }

  private void piece() {
    switch (random.nextInt(8)) {
      case 0 -> text.append("{{{ ").append(expression()).append(" }}}");
      case 1 -> open("#");
      case 2 -> open("^");
      case 3 -> {
        if (!open.isEmpty()) {
          text.append("{{/ ").append(open.pop()).append(" }}");
        }
      }
      case 4 -> text.append(any("plain", "\n", "\r\n", "  ", "😀", "{{! comment }}"));
      default -> text.append("{{").append(expression()).append("}}");
    }
  }

  private void open(String kind) {
    String expression = expression();
    text.append("{{").append(kind).append(expression).append("}}");
    open.push(expression);
  }

  private String expression() {
    StringBuilder expression = new StringBuilder(any(NAMES));
    for (int calls = random.nextInt(6) - 3; calls > 0; calls--) {
      expression.append('.').append(function()).append('(');
      for (int i = random.nextInt(3); i > 0; i--) {
        expression.append(any(ARGUMENTS)).append(i > 1 ? "," : "");
      }
      expression.append(')');
    }
    return expression.toString();
  }

  private String function() {
    String[] names = new String[50];
    int count = 0;
    for (String name : Functions.names()) {
      names[count++] = name;
    }
    return names[random.nextInt(count)];
  }

  private String any(String... words) {
    return words[random.nextInt(words.length)];
  }
}
