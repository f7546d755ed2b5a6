package io.chimera.refinement.local.load;

import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.Brokers;
import io.chimera.refinement.local.world.TopicNames;
import io.chimera.refinement.local.world.TopicReader;
import java.util.ArrayList;
import java.util.List;

/** Feeds a {@link LoadObservation} from the topics, from a thread of its own. */
final class LoadWatch implements AutoCloseable {
  /** How long the rest is read on at the end; what takes longer is blindness. */
  private static final long CATCH_UP_MILLIS = 30_000;

  private static final long CLOSE_MILLIS = 5_000;

  /**
   * Rows of the past that are looked at for the last one of each partition: hours of a busy system.
   * All there are could be millions.
   */
  private static final int LAST_ROWS = 100_000;

  private final LoadObservation observation;
  private final List<TopicReader> readers = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "load-watch");
  private volatile boolean stopped;
  private volatile String failure = "";

  /** Reads what is there of the past; {@link #start} goes on from now. */
  LoadWatch(Brokers brokers, TopicNames topics, LoadObservation observation) {
    this.observation = observation;
    thread.setDaemon(true);
    try {
      open(brokers, topics);
    } catch (RuntimeException e) {
      readers.forEach(TopicReader::close);
      throw e;
    }
  }

  private void open(Brokers brokers, TopicNames topics) {
    TopicReader reports = TopicReader.fromNow(brokers, List.of(topics.kpiReports()), false);
    readers.add(reports);
    try {
      TopicReader audit = TopicReader.fromLast(brokers, List.of(topics.audit()), true, LAST_ROWS);
      readers.add(audit);
      audit.drain(observation::accept);
      long unknown = observation.unaudited(reports.positions(topics.kpiReports()));
      if (unknown > 0 && !audit.isWhole()) {
        missing.add("what the audit topic said last of %d partitions".formatted(unknown));
      }
    } catch (Failure e) {
      missing.add(topics.audit());
    }
    try {
      readers.add(TopicReader.fromNow(brokers, List.of(topics.metricPoints()), false));
    } catch (Failure e) {
      missing.add(topics.metricPoints());
    }
  }

  void start() {
    thread.start();
  }

  /** Topics that are not there, what ended the watch, and what it could not read. */
  List<String> blindness() {
    List<String> all = new ArrayList<>(missing);
    if (!failure.isEmpty()) {
      all.add(failure);
    }
    if (observation.unreadable() > 0) {
      all.add(observation.unreadable() + " verdicts or points that are malformed");
    }
    return all;
  }

  /** Reads on to the ends of the topics as they are now, in bounded time. */
  void finish() {
    join(CATCH_UP_MILLIS);
    if (thread.isAlive()) {
      failure = "the topics to their ends within %d s".formatted(CATCH_UP_MILLIS / 1_000);
    }
  }

  private void run() {
    try {
      while (!stopped) {
        // To wait at each of them in turn would bound what is read per second.
        readers.get(0).pollPatiently(observation::accept);
        for (TopicReader reader : readers.subList(1, readers.size())) {
          reader.poll(observation::accept);
        }
      }
      readers.forEach(reader -> reader.drain(observation::accept));
    } catch (RuntimeException e) {
      failure = Failure.reason(e);
    } finally {
      readers.forEach(TopicReader::close);
    }
  }

  private void join(long millis) {
    stopped = true;
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (thread.getState() == Thread.State.NEW) {
      readers.forEach(TopicReader::close);
    } else {
      // A reader belongs to the thread that reads, which closes it.
      join(CLOSE_MILLIS);
    }
  }
}
