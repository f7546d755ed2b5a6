package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.oracle.Load;
import io.chimera.refinement.local.oracle.LoadRecord;
import io.chimera.refinement.local.oracle.LoadSender;
import io.chimera.refinement.local.oracle.LoadShape;
import io.chimera.refinement.local.oracle.SendManifest;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a load at a steady rate from a thread of its own. Event time begins in the past and runs
 * {@link #SPEED} times as fast as the wall clock, so that windows, late reports and decisions come
 * soon; it never overtakes the wall clock.
 */
final class LoadDriver implements AutoCloseable {
  static final int SPEED = 2;

  /** Room for the end markers, which lie in the future of the load and not of the wall clock. */
  private static final long HEADSTART_MILLIS = 200_000;

  /** After this much event time without another report every window of the load is closed. */
  private static final long CLOSING_MILLIS = 80_000;

  private static final long TICK_MILLIS = 20;
  private static final Logger LOG = LoggerFactory.getLogger(LoadDriver.class);

  private final LoadShape shape;
  private final Load load;
  private final LoadSender sender;
  private final SendManifest manifest;
  private final Thread thread;
  private final long startEventMillis;
  private final long startNanos = System.nanoTime();
  private final long startWallMillis = System.currentTimeMillis();
  private final Queue<LoadRecord> extra = new ArrayDeque<>();
  private volatile double ratePerSecond; // written by the scenario alone
  private volatile boolean stopped;
  private volatile RuntimeException failure;
  private long lastEventMillis;

  LoadDriver(
      String bootstrapServers,
      String topic,
      LoadShape shape,
      double ratePerSecond,
      long plannedMillis,
      Path manifestFile) {
    this.shape = shape;
    this.ratePerSecond = ratePerSecond;
    startEventMillis = startWallMillis - plannedMillis * (SPEED - 1) - HEADSTART_MILLIS;
    load = new Load(shape, startEventMillis);
    manifest = new SendManifest(manifestFile);
    sender = new LoadSender(bootstrapServers, topic, manifest);
    thread = new Thread(this::run, "load");
    thread.setDaemon(true);
    thread.start();
  }

  /** Event time now; when a run takes longer than planned, it goes on as fast as the clock. */
  long eventMillis() {
    long elapsedMillis = (System.nanoTime() - startNanos) / 1_000_000;
    return Math.min(
        startEventMillis + elapsedMillis * SPEED,
        startWallMillis + elapsedMillis - CLOSING_MILLIS);
  }

  /** When event time was there, epoch milliseconds. */
  long wallMillisOf(long eventMillis) {
    return startWallMillis + (eventMillis - startEventMillis) / SPEED;
  }

  /** Changes the rate by a factor. */
  void faster(double factor) {
    ratePerSecond = ratePerSecond * factor;
  }

  /** The load itself, to change what it is made of. */
  void change(java.util.function.Consumer<Load> change) {
    synchronized (load) {
      change.accept(load);
    }
  }

  /** Sends records of somebody's own among the others. */
  void send(List<LoadRecord> records) {
    synchronized (load) {
      extra.addAll(records);
    }
  }

  private void run() {
    try {
      double due = 0;
      long last = System.nanoTime();
      while (!stopped) {
        long now = System.nanoTime();
        due = Math.min(due + (now - last) / 1e9 * ratePerSecond, ratePerSecond);
        last = now;
        for (; due >= 1 && !stopped; due--) {
          sender.send(next());
        }
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("The load has ended early: {}", e.toString());
      failure = e;
    }
  }

  private LoadRecord next() {
    synchronized (load) {
      lastEventMillis = Math.max(lastEventMillis, eventMillis());
      return extra.isEmpty() ? load.next(lastEventMillis) : extra.poll();
    }
  }

  /**
   * Ends the load, closes its windows in every partition and waits for every answer of the broker.
   *
   * @return the event time up to which every window must be there
   */
  long finish() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
    long closing = lastEventMillis + CLOSING_MILLIS;
    for (int partition = 0; partition < shape.partitions(); partition++) {
      sender.send(load.endMarker(partition, closing));
    }
    sender.flush();
    // Out-of-orderness of 5 s: windows that end by then are closed.
    return closing - 5_001;
  }

  List<SendManifest.Entry> sent() {
    return manifest.entries();
  }

  @Override
  public void close() {
    stopped = true;
    sender.close();
    manifest.close();
  }
}
