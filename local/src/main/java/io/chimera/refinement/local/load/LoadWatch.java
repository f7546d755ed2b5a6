package io.chimera.refinement.local.load;

import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.TopicNames;
import io.chimera.refinement.local.world.TopicReader;
import java.util.ArrayList;
import java.util.List;

/** Feeds a {@link LoadObservation} from the topics, from a thread of its own. */
final class LoadWatch implements AutoCloseable {
  private final LoadObservation observation;
  private final List<TopicReader> readers = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "load-watch");
  private volatile boolean stopped;
  private volatile String failure = "";

  /** Reads what is there of the past; {@link #start} goes on from now. */
  LoadWatch(String bootstrapServers, TopicNames topics, LoadObservation observation) {
    this.observation = observation;
    thread.setDaemon(true);
    readers.add(TopicReader.fromNow(bootstrapServers, List.of(topics.kpiReports()), false));
    try {
      TopicReader audit =
          TopicReader.fromBeginning(bootstrapServers, List.of(topics.audit()), true);
      readers.add(audit);
      audit.drain(observation::accept);
    } catch (Failure e) {
      missing.add(topics.audit());
    }
    try {
      readers.add(TopicReader.fromNow(bootstrapServers, List.of(topics.metricPoints()), false));
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

  private void run() {
    try {
      while (!stopped) {
        for (TopicReader reader : readers) {
          reader.pollPatiently(observation::accept);
        }
      }
    } catch (RuntimeException e) {
      failure = Failure.reason(e);
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    readers.forEach(TopicReader::close);
  }
}
