package io.chimera.refinement.connectors.influx;

import io.chimera.refinement.connectors.influx.RejectedLines.RejectedLine;
import io.chimera.refinement.connectors.influx.ResponseClassifier.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Acts on what the database answered: tells the gate, counts, hands refused lines on, and says what
 * must be sent again.
 *
 * <p>A refused request is halved until the wrong lines stand alone: k wrong lines among n cost at
 * most 2 k log2(n) further requests. Lines that a partial write has stored are sent again with
 * their half, which changes nothing.
 */
final class Judge {
  private final DeliveryGate gate;
  private final InfluxMetrics metrics;
  private final DeliveryLog log;
  private final RejectedLines.Outlet outlet;
  private final LongSupplier nowMillis;

  Judge(
      DeliveryGate gate,
      InfluxMetrics metrics,
      DeliveryLog log,
      RejectedLines.Outlet outlet,
      LongSupplier nowMillis) {
    this.gate = gate;
    this.metrics = metrics;
    this.log = log;
    this.outlet = outlet;
    this.nowMillis = nowMillis;
  }

  /** The lines that are worth sending, in runs; those between are refused here. */
  List<LineBatch> sound(LineBatch batch) {
    byte[] lines = batch.lines();
    List<LineBatch> runs = null;
    int start = 0;
    int startPoint = 0;
    int point = 0;
    for (int at = 0; at < lines.length; ) {
      int end = LineBatch.endOfLine(lines, at);
      if (!LineBatch.blank(lines, at, end)) {
        String fault = LineCheck.fault(lines, at, end);
        if (fault != null) {
          runs = runs == null ? new ArrayList<>() : runs;
          addRun(batch, start, at - 1, startPoint, runs);
          LineBatch bad = batch.slice(at, end, point);
          reject(
              new RejectedLine(
                  bad.lines(),
                  RejectionCause.MALFORMED,
                  fault,
                  bad.place(),
                  bad.firstTimeMillis()));
          start = end + 1;
          startPoint = point + 1;
        }
        point++;
      }
      at = end + 1;
    }
    if (runs == null) {
      return List.of(batch);
    }
    addRun(batch, start, lines.length, startPoint, runs);
    return runs;
  }

  private static void addRun(
      LineBatch batch, int start, int end, int skippedPoints, List<LineBatch> runs) {
    if (start < end) {
      LineBatch run = batch.slice(start, end, skippedPoints);
      if (run.points() > 0) {
        runs.add(run);
      }
    }
  }

  /**
   * What must be sent again.
   *
   * @param startedMillis when the request started
   */
  List<LineEntry> remainder(LineEntry request, Answer answer, long startedMillis) {
    Verdict verdict = ResponseClassifier.classify(answer, nowMillis.getAsLong());
    return switch (verdict.action()) {
      case FORGET -> {
        gate.succeeded();
        metrics.stored(request);
        log.stored();
        yield List.of();
      }
      case ISOLATE -> {
        gate.succeeded();
        yield isolate(request, answer);
      }
      case SPLIT -> {
        gate.succeeded();
        yield request.points() == 1
            ? rejectAll(request, RejectionCause.TOO_LARGE, answer)
            : request.halves();
      }
      case HOLD -> {
        gate.refused();
        metrics.held(answer.status());
        log.misconfigured(answer.status(), answer.message());
        yield List.of(request);
      }
      case WAIT -> {
        gate.pause(verdict.waitMillis());
        log.away(answer.message());
        yield List.of(request);
      }
      case RETRY -> {
        gate.failed(startedMillis);
        log.away(answer.message());
        yield List.of(request);
      }
    };
  }

  /** Nothing is left to find when the database says that it dropped every line. */
  private List<LineEntry> isolate(LineEntry request, Answer answer) {
    boolean all =
        request.points() == 1 || RejectionCause.dropped(answer.message()) == request.points();
    return all
        ? rejectAll(request, RejectionCause.of(answer.message()), answer)
        : request.isolate(answer.line());
  }

  private List<LineEntry> rejectAll(LineEntry request, RejectionCause cause, Answer answer) {
    for (LineEntry single : request.points() == 1 ? List.of(request) : request.singles()) {
      reject(
          new RejectedLine(
              single.lines(),
              cause,
              answer.message(),
              single.origins().get(0).first(),
              LineBatch.of(single.lines()).firstTimeMillis()));
    }
    return List.of();
  }

  private void reject(RejectedLine line) {
    metrics.rejectedLine(line.cause());
    log.refusedLine(line.reason());
    outlet.rejected(line);
  }
}
