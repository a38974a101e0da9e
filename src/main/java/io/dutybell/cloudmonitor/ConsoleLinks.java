package io.dutybell.cloudmonitor;

import io.dutybell.event.ContentBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Links to the pages of Alibaba Cloud's console on which a person would look next. */
final class ConsoleLinks {

  // No address of a single rule is published; the list of rules is where it is found by its name.
  private static final String RULES = "https://cloudmonitornext.console.aliyun.com/alert/rule";
  private static final String CHART =
      "https://cloudmonitor.console.aliyun.com/productMonitorChart?category=";
  private static final String SERVER = "https://ecs.console.aliyun.com/server/";

  private static final String CLOUDMONITOR_2 = "https://cmsnext.console.aliyun.com/";
  private static final String ARMS = "https://arms.console.aliyun.com/";

  private static final int MAX_WORD = 60;

  private ConsoleLinks() {}

  /** Adds the list of rules. */
  static void addRules(ContentBuilder content, Words words) {
    content.link(words.get("link.rules"), RULES);
  }

  /** Adds the console of CloudMonitor 2.0, in which no address of a rule is published either. */
  static void addCloudMonitor2(ContentBuilder content, Words words) {
    content.link(words.get("link.cloudmonitor2"), CLOUDMONITOR_2);
  }

  /** Adds the console of ARMS. */
  static void addArms(ContentBuilder content, Words words) {
    content.link(words.get("link.arms-console"), ARMS);
  }

  /**
   * Adds the resource's charts and, for a server, its page, if enough is known.
   *
   * @param product such as {@code acs_ecs}, {@code acs_ecs_dashboard} or {@code ECS}; may be null
   * @param region such as {@code cn-hangzhou}; may be null
   * @param instanceId may be null
   */
  static void addResource(
      ContentBuilder content, Words words, String product, String region, String instanceId) {
    String category = category(product);
    if (category == null || instanceId == null || region == null || !isWord(region)) {
      return;
    }
    String dimension = encode("instanceId:" + instanceId);
    content.link(
        words.get("link.charts"),
        CHART + category + "&dimension=" + dimension + "&region=" + region);
    if (category.equals("ecs")) {
      content.link(
          words.get("link.server"), SERVER + encode(instanceId) + "/detail?regionId=" + region);
    }
  }

  private static String category(String product) {
    String category = Summary.upper(product).toLowerCase(Locale.ROOT);
    if (category.startsWith("acs_")) {
      category = category.substring("acs_".length());
    }
    if (category.endsWith("_dashboard")) {
      category = category.substring(0, category.length() - "_dashboard".length());
    }
    return isWord(category) && !category.startsWith("custommetric") ? category : null;
  }

  private static boolean isWord(String text) {
    if (text.isEmpty() || text.length() > MAX_WORD) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_')) {
        return false;
      }
    }
    return true;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
