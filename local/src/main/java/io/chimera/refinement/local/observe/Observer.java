package io.chimera.refinement.local.observe;

import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.TopicReader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds an {@link Observation} from the topics, committed records only, until it is told to finish.
 */
public final class Observer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Observer.class);

  private final Observation observation;
  private final TopicReader reader;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean finishing;
  private volatile boolean aborted;

  private Observer(Observation observation, TopicReader reader) {
    this.observation = observation;
    this.reader = reader;
  }

  /** Begins to observe; the reader becomes the observer's. */
  public static Observer start(Observation observation, TopicReader reader) {
    Observer observer = new Observer(observation, reader);
    Thread thread = new Thread(observer::run, "observer");
    thread.setDaemon(true);
    thread.start();
    return observer;
  }

  /** Observes everything that is readable by now, then stops. */
  public void finish() {
    finishing = true;
    try {
      if (!finished.await(60, TimeUnit.SECONDS)) {
        throw new Failure(
            "Cannot read the topics to their end: no answer within 60 s; see the log");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(
          "Cannot read the topics to their end: interrupted; run the command again", e);
    }
  }

  /** Stops at once. */
  @Override
  public void close() {
    aborted = true;
    finishing = true;
  }

  private void run() {
    try (reader) {
      while (!finishing) {
        reader.pollPatiently(observation::accept);
      }
      if (!aborted) {
        reader.drain(observation::accept);
      }
    } catch (RuntimeException e) {
      LOG.warn("Cannot observe any longer: {}", e.toString());
    } finally {
      finished.countDown();
    }
  }
}
