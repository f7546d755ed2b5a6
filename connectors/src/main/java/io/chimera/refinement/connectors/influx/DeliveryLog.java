package io.chimera.refinement.connectors.influx;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what goes wrong between us and the database: each kind of trouble at most once per interval,
 * with its count, and its end once.
 */
final class DeliveryLog {
  private static final Logger LOG = LoggerFactory.getLogger(InfluxSink.class);
  private static final long INTERVAL_MILLIS = 60_000;

  /** Servers quote the refused line; more of it than this does not belong in a log. */
  private static final int LONGEST_REASON = 200;

  private final String target;
  private final LongSupplier nowMillis;
  private final Occasion refusedLines = new Occasion();
  private final Occasion trouble = new Occasion();
  private boolean troubled;

  /** One kind of trouble. */
  private static final class Occasion {
    private long lastMillis = Long.MIN_VALUE;
    private long count;
  }

  DeliveryLog(InfluxSettings settings, LongSupplier nowMillis) {
    target = settings.toString();
    this.nowMillis = nowMillis;
  }

  void refusedLine(String reason) {
    long count = due(refusedLines);
    if (count > 0) {
      LOG.warn(
          "{} line(s) were refused for good by {}, the last because: {}",
          count,
          target,
          brief(reason));
    }
  }

  void away(String reason) {
    troubled = true;
    long count = due(trouble);
    if (count > 0) {
      LOG.warn(
          "{} request(s) to {} failed and are kept to be sent again: {}",
          count,
          target,
          brief(reason));
    }
  }

  void misconfigured(int status, String reason) {
    troubled = true;
    long count = due(trouble);
    if (count > 0) {
      LOG.warn(
          "Cannot write to {}: status {}, {}; check address, organisation, bucket and token. Nothing is lost: points wait",
          target,
          status,
          brief(reason));
    }
  }

  void stored() {
    if (troubled) {
      troubled = false;
      trouble.lastMillis = Long.MIN_VALUE;
      trouble.count = 0;
      LOG.info("{} takes points again", target);
    }
  }

  /** Counts, and returns what has come together if it is time to say so, else 0. */
  private long due(Occasion occasion) {
    occasion.count++;
    long now = nowMillis.getAsLong();
    if (occasion.lastMillis != Long.MIN_VALUE && now - occasion.lastMillis < INTERVAL_MILLIS) {
      return 0;
    }
    long count = occasion.count;
    occasion.lastMillis = now;
    occasion.count = 0;
    return count;
  }

  private static String brief(String reason) {
    String line = reason == null ? "no reason given" : reason.replaceAll("\\s+", " ");
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
  }
}
