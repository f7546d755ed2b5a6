package io.chimera.refinement.benchmarks;

import io.chimera.refinement.local.agent.ReportSender;
import io.chimera.refinement.local.run.StopSignal;
import java.time.Duration;
import java.util.function.Consumer;

/** Sends reports of the present on time: what a late tick missed follows with the next. */
final class Pace {
  private static final Duration TICK = Duration.ofMillis(5);
  private static final Duration PROGRESS = Duration.ofSeconds(10);

  private final ReportSender sender;
  private final ReportStream stream;
  private final double perSecond;
  private final Consumer<String> progress;
  private final StopSignal stop;
  private Written written;
  private long number;

  /** How a report is written, by its number and event time. */
  interface Written {
    byte[] json(long number, long timestampMillis);
  }

  Pace(
      ReportSender sender,
      ReportStream stream,
      double perSecond,
      Consumer<String> progress,
      StopSignal stop) {
    this.sender = sender;
    this.stream = stream;
    this.written = stream::json;
    this.perSecond = perSecond;
    this.progress = progress;
    this.stop = stop;
  }

  /** From now on reports are written in another way. */
  void write(Written changed) {
    written = changed;
  }

  /** Reports sent so far. */
  long sent() {
    return number;
  }

  /** Sends what belongs to a stretch of the past, as fast as it is taken. */
  void catchUp(long fromMillis, long toMillis) {
    long first = number;
    long reports = (long) ((toMillis - fromMillis) / 1e3 * perSecond);
    for (; number < first + reports; number++) {
      Stopped.orWait(stop, Duration.ZERO);
      send(fromMillis + (long) ((number - first) * 1e3 / perSecond));
    }
  }

  /** Sends for so long; fails when the job has. */
  void keep(Duration time, RunningJob job) {
    long started = System.nanoTime();
    long first = number;
    long shown = started;
    for (long now = started; now - started < time.toNanos(); now = System.nanoTime()) {
      long due = first + (long) ((now - started) / 1e9 * perSecond);
      for (; number < due; number++) {
        send(System.currentTimeMillis());
      }
      if (now - shown > PROGRESS.toNanos()) {
        shown = now;
        job.check();
        progress.accept("%,d reports acknowledged".formatted(sender.sent()));
      }
      Stopped.orWait(stop, TICK);
    }
  }

  private void send(long timestampMillis) {
    sender.send(stream.key(number), written.json(number, timestampMillis));
  }
}
