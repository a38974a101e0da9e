package io.dutybell.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What the demonstration sends, in which order and with which pauses. */
final class Script {

  /**
   * One callback.
   *
   * @param pause how long to wait before it
   * @param says what it says, in plain words
   * @param callback makes it, given CloudMonitor's time of it
   */
  record Step(Duration pause, String says, Function<Instant, Callback> callback) {}

  private static final DateTimeFormatter EVENT_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'+0000'").withZone(ZoneOffset.UTC);

  private static final Problem CPU =
      new Problem(
          "ECS CPU 使用率过高",
          "applyTemplate0de30000-0000-4000-8000-000000000001",
          "(Agent)Host.cpu.total",
          "cpu_total",
          "acs_ecs",
          "prod-web-01",
          "instanceId=i-bp1demo0000000000001",
          "%",
          "cn-hangzhou");

  private static final Problem SITE =
      new Problem(
          "Shop front page",
          "0de30000-0000-4000-8000-000000000002_Availability",
          "Availability",
          "Availability",
          "acs_networkmonitor",
          "taskName=shop，address=https://shop.example.com/",
          "taskId=0de30000-0000-4000-8000-000000000002",
          "%",
          "null");

  private static final List<Problem> LATER =
      List.of(
          new Problem(
              "RDS connections",
              "putNewAlarm_demo_rds_connections",
              "Connection Utilization",
              "ConnectionUsage",
              "acs_rds",
              "orders-db",
              "instanceId=rm-bp1demo0000000001",
              "%",
              "cn-hangzhou"),
          new Problem(
              "Redis memory",
              "putNewAlarm_demo_redis_memory",
              "Memory Usage",
              "MemoryUsage",
              "acs_kvstore",
              "session-cache",
              "instanceId=r-bp1demo00000000001",
              "%",
              "cn-hangzhou"),
          new Problem(
              "Data disk is filling up",
              "putNewAlarm_demo_disk",
              "(Agent)Host.disk.utilization",
              "diskusage_utilization",
              "acs_ecs",
              "prod-web-02",
              "instanceId=i-bp1demo0000000000002, device=/dev/vdb1",
              "%",
              "cn-hangzhou"));

  private final RandomGenerator random;

  /**
   * @param random makes episodes and values
   */
  Script(RandomGenerator random) {
    this.random = random;
  }

  /** The first minute: what a newcomer watches. */
  List<Step> firstMinute() {
    String cpuEpisode = episode();
    String siteEpisode = episode();
    Reading warn = Reading.trigger("WARN", "91.5", "$Average>=90");
    Reading critical = warn.changes("CRITICAL", "97.2", "$Average>=95", "2分钟");
    Reading repeat = critical.changes("CRITICAL", "98.4", "$Average>=95", "5分钟");
    Reading down = Reading.trigger("CRITICAL", "50", "$Availability<=80");
    return List.of(
        step(
            2,
            "ALERT, WARN: CPU 91.5 % on prod-web-01. An alert opens and Lin is told",
            at -> CPU.callback(warn, cpuEpisode, at)),
        step(
            6,
            "ALERT, CRITICAL: CPU 97.2 % on prod-web-01. The same alert, worse",
            at -> CPU.callback(critical, cpuEpisode, at)),
        step(
            6,
            "ALERT, CRITICAL: half of the world cannot reach the shop. A second alert",
            at -> SITE.callback(down, siteEpisode, at)),
        step(
            14,
            "ALERT, CRITICAL again: CPU 98.4 %. Counted; and as Lin did not accept, Wei has been"
                + " told",
            at -> CPU.callback(repeat, cpuEpisode, at)),
        step(
            8,
            "OK: the shop can be reached. The second alert is resolved",
            at -> SITE.callback(down.recovers("100", "3分钟"), siteEpisode, at)),
        step(
            6,
            "A system event, INFO: an instance was restarted. It has no recovery: priority LOW",
            this::restarted),
        step(
            8,
            "OK: CPU 41.7 % on prod-web-01. The first alert is resolved; who was told hears of it",
            at -> CPU.callback(repeat.recovers("41.7", "8分钟"), cpuEpisode, at)));
  }

  /**
   * A problem that begins and ends within half a minute, after a pause.
   *
   * @param number which one, from 0
   */
  List<Step> later(int number) {
    Problem problem = LATER.get(number % LATER.size());
    String episode = episode();
    Reading warn = Reading.trigger("WARN", (85 + random.nextInt(10)) + ".5", "$Maximum>=85");
    Reading ok = warn.recovers((40 + random.nextInt(20)) + ".0", "1分钟");
    return List.of(
        step(
            20,
            "ALERT, WARN: "
                + problem.alertName()
                + ", "
                + warn.value()
                + " % on "
                + problem.instanceName(),
            at -> problem.callback(warn, episode, at)),
        step(
            28,
            "OK: " + problem.alertName() + ", " + ok.value() + " % on " + problem.instanceName(),
            at -> problem.callback(ok, episode, at)));
  }

  private Callback restarted(Instant at) {
    return Callback.json(
        """
        {"product": "ECS", "ver": "1.0", "level": "INFO", "status": "Normal",
         "eventType": "Maintenance", "name": "Instance:SystemMaintenance.Reboot:Executed",
         "resourceId": "acs:ecs:cn-hangzhou:%1$s:instance/i-bp1demo0000000000003",
         "instanceName": "prod-batch-01", "regionId": "cn-hangzhou", "groupId": "", "userId": "%1$s",
         "ruleName": "ECS system events", "eventTime": "%2$s", "id": "%3$s",
         "content": {"instanceId": "i-bp1demo0000000000003", "eventStatus": "Executed"}}
        """
            .formatted(Problem.ACCOUNT, EVENT_TIME.format(at), episode()));
  }

  private String episode() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private static Step step(int seconds, String says, Function<Instant, Callback> callback) {
    return new Step(Duration.ofSeconds(seconds), says, callback);
  }
}
