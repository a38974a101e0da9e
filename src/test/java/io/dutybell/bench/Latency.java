package io.dutybell.bench;

import static io.dutybell.bench.Bench.say;

import io.dutybell.outside.WebhookReceiver;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** How long it takes from a callback to the request that tells a person. */
final class Latency {

  private static final int SECONDS = Integer.getInteger("bench.seconds", 20);

  private Latency() {}

  static void run() {
    int most = 2_000_000;
    AtomicLongArray due = new AtomicLongArray(most);
    AtomicLongArray arrived = new AtomicLongArray(most);
    try (WebhookReceiver receiver =
            new WebhookReceiver(
                delivery -> arrived.compareAndSet(number(delivery.body()), 0, delivery.nanos()));
        Stage stage = new Stage("webhook", receiver.url(), false)) {
      Template callback = Template.callback(stage.source.path());
      int first = 1;
      // The first two warm up.
      for (int perSecond : new int[] {500, 500, 100, 1_000}) {
        int from = first;
        int count = perSecond * SECONDS;
        Load.Result answers =
            Load.steady(
                stage.product.port(),
                32,
                callback,
                from,
                perSecond,
                Duration.ofSeconds(SECONDS),
                number -> due.set((int) number, System.nanoTime()));
        Stage.await(
            "every notification to arrive",
            Duration.ofMinutes(3),
            () -> IntStream.range(from, from + count).allMatch(n -> arrived.get(n) != 0));
        long[] took =
            IntStream.range(from, from + count)
                .mapToLong(n -> arrived.get(n) - due.get(n))
                .toArray();
        Arrays.sort(took);
        say(
            String.format(
                "%,5d callbacks/s: told after p50 %.0f ms, p99 %.0f ms, at most %.0f ms (answers: %s)%s",
                perSecond,
                took[count / 2] / 1e6,
                took[(int) (count * .99)] / 1e6,
                took[count - 1] / 1e6,
                answers,
                perSecond == 500 ? " - warming up" : ""));
        first += count;
      }
    }
  }

  private static int number(String body) {
    int at = body.indexOf(Template.INSTANCE) + Template.INSTANCE.length();
    return (int) Long.parseLong(body.substring(at, at + 13));
  }
}
