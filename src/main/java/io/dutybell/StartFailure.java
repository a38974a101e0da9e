package io.dutybell;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says why the program cannot run, for somebody who looks at the end of its log. */
final class StartFailure {

  private static final int LONGEST = 2_000;
  private static final int DEEPEST = 20;

  private StartFailure() {}

  /**
   * One line that names what is wrong: the messages of the failure and of its causes, each once.
   *
   * @param failure what ended the start
   * @param folder where the program was started
   */
  static String sentence(Throwable failure, Path folder) {
    StringBuilder sentence = new StringBuilder();
    int depth = 0;
    for (Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause()) {
      depth++;
      if (isMissing(cause) && !Path.of(line(cause)).isAbsolute()) {
        return "there is no "
            + line(cause)
            + " in "
            + folder
            + "; start Dutybell in the folder that holds application.properties and routes";
      }
      String line = line(cause);
      if (sentence.indexOf(line) < 0) {
        sentence.append(sentence.isEmpty() ? "" : ": ").append(line);
      }
    }
    return sentence.length() <= LONGEST
        ? sentence.toString()
        : sentence.substring(0, LONGEST) + "…";
  }

  private static boolean isMissing(Throwable cause) {
    return cause instanceof NoSuchFileException || cause instanceof FileNotFoundException;
  }

  private static String line(Throwable cause) {
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return message.replace(" (No such file or directory)", "").replaceAll("\\s+", " ").strip();
  }
}
