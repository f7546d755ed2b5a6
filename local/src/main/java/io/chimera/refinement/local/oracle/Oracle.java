package io.chimera.refinement.local.oracle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Says what of the product's committed output is lost, there twice, or wrong, by computing all of
 * it from the bytes of the input topic.
 */
public final class Oracle {
  private final Topics topics;
  private final long ledgerRange;
  private final List<SendManifest.Entry> sent;
  private final List<Stored> input = new ArrayList<>();
  private final List<Judged> judged;
  private final long untilMillis;

  /**
   * Reads the input topic; everything must have been sent.
   *
   * @param ledgerRange offsets per row of the ledger
   * @param untilMillis windows that end later are not judged: event time may not have got there
   * @param mayBeLate records that the other partitions may have overtaken
   */
  public Oracle(
      String bootstrapServers,
      Topics topics,
      long ledgerRange,
      List<SendManifest.Entry> sent,
      long untilMillis,
      Predicate<Stored> mayBeLate) {
    this.topics = topics;
    this.ledgerRange = ledgerRange;
    this.sent = sent;
    this.untilMillis = untilMillis;
    try (TopicTail tail = new TopicTail(bootstrapServers, List.of(topics.reports()))) {
      tail.drain(input::add);
    }
    this.judged = Judgement.of(input, mayBeLate);
  }

  private Oracle(Oracle other, Topics topics) {
    this.topics = topics;
    ledgerRange = other.ledgerRange;
    sent = other.sent;
    untilMillis = other.untilMillis;
    input.addAll(other.input);
    judged = other.judged;
  }

  /** The same expectations of a run over a copy of the input. */
  public Oracle over(Topics others) {
    return new Oracle(this, others);
  }

  /** Records in the input topic. */
  public List<Stored> input() {
    return input;
  }

  /** Whether the ledger has counted as many reports as there are. */
  public boolean everythingRead(Output output) {
    return ledger(output).total("reports") >= judged.size();
  }

  public boolean ledgerBalanced(Output output) {
    return ledger(output).balanced();
  }

  private LedgerCheck ledger(Output output) {
    return new LedgerCheck(output.values(topics.audit()), topics.reports(), ledgerRange);
  }

  /** Compares the windows in a database with those that must be there. */
  public Tally database(String url, Output output) throws IOException, InterruptedException {
    Tally tally = new Tally();
    new DatabaseCheck(url).run(Windows.of(settled(output), untilMillis), untilMillis, tally);
    return tally;
  }

  /** How many of the records with such headers were judged late. */
  public long lateAmong(Output output, Predicate<Map<String, String>> headers) {
    return settled(output).stream()
        .filter(each -> headers.test(each.headers()) && each.fate() == Fate.LATE)
        .count();
  }

  private List<Judged> settled(Output output) {
    return new DeadLetterCheck(output.values(topics.deadLetters()), topics.reports())
        .settle(judged);
  }

  /** Compares everything. */
  public Tally verdict(Output output) {
    Tally tally = new Tally();
    ManifestCheck.run(sent, input, tally);
    DeadLetterCheck letters =
        new DeadLetterCheck(output.values(topics.deadLetters()), topics.reports());
    List<Judged> settled = letters.settle(judged);
    letters.run(settled, tally);
    ledger(output).run(settled, tally);
    Map<Windows.Key, WindowFigures> windows = Windows.of(settled, untilMillis);
    WindowCheck.run(windows, untilMillis, output.lines(), tally);
    EventCheck.run(output.records(topics.recommendations()), true, tally);
    EventCheck.run(output.records(topics.findings()), false, tally);
    EventCheck.run(output.records(topics.alerts()), false, tally);
    RecommendationCheck.run(output.values(topics.recommendations()), tally);
    return tally;
  }

  /**
   * Compares what depends on everything before it with a run over the same input without faults.
   */
  public static void compareUndisturbed(
      Topics calmTopics, Output calm, Topics foundTopics, Output found, Tally tally) {
    Tally ignored = new Tally(); // repeats within a topic are counted by the verdict
    compare(
        "recommendations",
        calm.records(calmTopics.recommendations()),
        found.records(foundTopics.recommendations()),
        true,
        tally,
        ignored);
    compare(
        "findings",
        calm.records(calmTopics.findings()),
        found.records(foundTopics.findings()),
        false,
        tally,
        ignored);
    compare(
        "alerts",
        calm.records(calmTopics.alerts()),
        found.records(foundTopics.alerts()),
        false,
        tally,
        ignored);
  }

  private static void compare(
      String name,
      List<Stored> calm,
      List<Stored> found,
      boolean exactlyOnce,
      Tally tally,
      Tally ignored) {
    Map<String, String> undisturbed = EventCheck.run(calm, exactlyOnce, ignored);
    tally.fact("undisturbed " + name, undisturbed.size());
    EventCheck.compare(name, undisturbed, EventCheck.run(found, exactlyOnce, ignored), tally);
  }
}
