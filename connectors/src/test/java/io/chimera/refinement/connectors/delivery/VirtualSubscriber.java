package io.chimera.refinement.connectors.delivery;

import io.chimera.refinement.connectors.http.CircuitBreaker;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.DeliveryStep;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A subscriber that answers by script, in virtual time: an answer takes a millisecond, and when
 * none is on its way the clock jumps to what the deliverer waits for.
 */
final class VirtualSubscriber implements Transport, Deliverer.Outlet {
  static final Reply OK = new Reply(204, "", null);

  /** A request: seconds since the start, and what was sent. */
  record Sent(double seconds, String id) {}

  /** A step of an advice. */
  record Told(DeliveryStep step, String id) {}

  private final Deque<Runnable> answers = new ArrayDeque<>();
  private final List<Sent> sent = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();
  private final List<DeadLetter> letters = new ArrayList<>();
  private final Set<String> acknowledged = new LinkedHashSet<>();
  private final Function<Advice, Reply> script;
  private final Deliverer deliverer;
  private long nowMillis = Samples.START;
  private int mostInFlight;

  VirtualSubscriber(DeliveryPolicy policy, Function<Advice, Reply> script) {
    this.script = script;
    this.deliverer =
        new Deliverer(
            Samples.rest("http://localhost"),
            policy,
            new Deliverer.Site(() -> nowMillis, answers::add, this, this, 0));
  }

  Deliverer deliverer() {
    return deliverer;
  }

  double seconds() {
    return (nowMillis - Samples.START) / 1e3;
  }

  List<Sent> sent() {
    return sent;
  }

  /** Seconds at which that advice was sent. */
  List<Double> sentAt(String id) {
    return sent.stream().filter(each -> each.id().equals(id)).map(Sent::seconds).toList();
  }

  List<Told> told() {
    return told;
  }

  List<String> told(DeliveryStep step) {
    return told.stream().filter(each -> each.step() == step).map(Told::id).toList();
  }

  List<DeadLetter> letters() {
    return letters;
  }

  /** Ids in the order in which they were first acknowledged. */
  List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  int mostInFlight() {
    return mostInFlight;
  }

  /** Lets everything happen until nothing is left to do, or the time is over. */
  void run(double untilSeconds) {
    long end = Samples.START + (long) (untilSeconds * 1e3);
    while (true) {
      if (!answers.isEmpty()) {
        answers.poll().run();
        continue;
      }
      long wake = deliverer.wakeMillis();
      if (wake > end) {
        nowMillis = Math.max(nowMillis, end);
        return;
      }
      nowMillis = Math.max(nowMillis + 1, wake);
      deliverer.dispatch();
    }
  }

  @Override
  public void post(Advice advice, long now, Consumer<Reply> answered) {
    sent.add(new Sent(seconds(), advice.recommendationId()));
    mostInFlight = Math.max(mostInFlight, deliverer.inFlight());
    Reply reply = script.apply(advice);
    if (reply.status() == 204) {
      acknowledged.add(advice.recommendationId());
    }
    answered.accept(reply);
  }

  @Override
  public void report(DeliveryStep step, Advice advice) {
    told.add(new Told(step, advice.recommendationId()));
  }

  @Override
  public void undelivered(DeadLetter letter) {
    letters.add(letter);
  }

  @Override
  public void answered(Reply reply, long startedMillis, CircuitBreaker.State breaker) {}

  @Override
  public void close() {}
}
