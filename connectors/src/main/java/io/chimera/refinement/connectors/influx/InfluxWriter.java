package io.chimera.refinement.connectors.influx;

import io.chimera.refinement.connectors.http.CircuitBreaker;
import io.chimera.refinement.connectors.http.RetrySchedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriter;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;
import org.apache.flink.connector.base.sink.writer.ResultHandler;
import org.apache.flink.connector.base.sink.writer.config.AsyncSinkWriterConfiguration;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;

/**
 * One subtask's way to the database. Everything runs on the task's mailbox thread but the blocking
 * request itself.
 *
 * <p>State: lines that wait and lines on their way; whoever restores sends both, so a checkpoint
 * waits for no request. Only two calls wait: {@link #write} while the backlog is full, which is
 * back-pressure, and {@link #flush} at the end of the input, until all is delivered.
 */
final class InfluxWriter extends AsyncSinkWriter<LineBatch, LineEntry> {
  /** Carries nothing: writing it makes Flink's writer look at the backlog again. */
  private static final LineBatch PULSE = LineBatch.of(new byte[0]);

  /**
   * A request that its own timeout has not ended by this factor is lost, and its lines are sent
   * again.
   */
  private static final int LOST_AFTER_TIMEOUTS = 4;

  private final InfluxSettings.Batching batching;
  private final RejectedLines.Outlet outlet;
  private final MailboxExecutor mailbox;
  private final ProcessingTimeService timers;
  private final Parts parts;
  private final InfluxMetrics metrics;
  private final Judge judge;
  private final DatabaseClient database;
  private final ExecutorService requests;
  private final Map<ResultHandler<LineEntry>, LineEntry> onTheirWay = new LinkedHashMap<>();
  private long alarmMillis = Long.MAX_VALUE;
  private ScheduledFuture<?> alarm;

  /** What Flink's writer and this one share. */
  private record Parts(
      LongSupplier nowMillis, DeliveryGate gate, Backlog backlog, InFlightLimit limit) {
    static Parts of(InfluxSettings settings, WriterInitContext context) {
      LongSupplier now = context.getProcessingTimeService()::getCurrentProcessingTime;
      RetrySchedule schedule =
          RetrySchedule.ofSubtask(settings.retry(), context.getTaskInfo().getIndexOfThisSubtask());
      DeliveryGate gate =
          new DeliveryGate(schedule, new CircuitBreaker(settings.breaker(), now), now);
      return new Parts(
          now,
          gate,
          new Backlog(settings.batching(), gate, now),
          new InFlightLimit(settings.batching(), gate));
    }
  }

  static InfluxWriter open(
      InfluxSettings settings,
      RejectedLines rejectedLines,
      WriterInitContext context,
      Collection<BufferedRequestState<LineEntry>> states) {
    return new InfluxWriter(settings, rejectedLines, context, states, Parts.of(settings, context));
  }

  private InfluxWriter(
      InfluxSettings settings,
      RejectedLines rejectedLines,
      WriterInitContext context,
      Collection<BufferedRequestState<LineEntry>> states,
      Parts parts) {
    super(
        new InfluxSink.ToEntry(),
        context,
        configuration(settings, parts.limit()),
        states,
        parts.backlog(),
        parts.backlog());
    this.batching = settings.batching();
    this.outlet = rejectedLines.open();
    this.mailbox = context.getMailboxExecutor();
    this.timers = context.getProcessingTimeService();
    this.parts = parts;
    this.metrics =
        new InfluxMetrics(
            context.metricGroup(), parts.gate(), parts.limit()::inFlight, parts.nowMillis());
    this.judge =
        new Judge(
            parts.gate(),
            metrics,
            new DeliveryLog(settings, parts.nowMillis()),
            outlet,
            parts.nowMillis());
    this.database = DatabaseClient.of(settings);
    this.requests =
        Executors.newFixedThreadPool(
            batching.maxInFlight(), new ExecutorThreadFactory("influx-sink"));
    setAlarm();
  }

  private static AsyncSinkWriterConfiguration configuration(
      InfluxSettings settings, InFlightLimit limit) {
    return AsyncSinkWriterConfiguration.builder()
        .setMaxBatchSize(settings.batching().points())
        .setMaxBatchSizeInBytes(InfluxSink.UNLIMITED_BYTES)
        .setMaxInFlightRequests(settings.batching().maxInFlight())
        .setMaxBufferedRequests(
            settings.batching().points() * settings.batching().bufferedBatches())
        .setMaxTimeInBufferMS(settings.batching().flushMillis())
        .setMaxRecordSizeInBytes(InfluxSink.UNLIMITED_BYTES)
        .setRequestTimeoutMS(settings.timeouts().requestMillis() * LOST_AFTER_TIMEOUTS)
        .setRateLimitingStrategy(limit)
        .build();
  }

  @Override
  public void write(LineBatch batch, Context context) throws IOException, InterruptedException {
    while (parts.backlog().isFull()) {
      mailbox.yield();
    }
    for (LineBatch run : judge.sound(batch)) {
      for (LineBatch piece : run.split(batching.points(), batching.bytes())) {
        super.write(piece, context);
      }
    }
    setAlarm();
  }

  /**
   * At a checkpoint the database is not waited for: what is on its way is part of the state.
   * Refused lines are no longer, so they must be safe elsewhere. At the end of the input,
   * everything is waited for.
   */
  @Override
  public void flush(boolean endOfInput) throws InterruptedException {
    if (!endOfInput) {
      outlet.flush();
      return;
    }
    parts.backlog().hurry();
    setAlarm();
    while (!parts.backlog().holdsNothing() || !onTheirWay.isEmpty()) {
      mailbox.yield();
    }
    outlet.flush();
  }

  @Override
  public List<BufferedRequestState<LineEntry>> snapshotState(long checkpointId) {
    List<RequestEntryWrapper<LineEntry>> kept = new ArrayList<>();
    onTheirWay
        .values()
        .forEach(sent -> kept.add(new RequestEntryWrapper<>(sent, getSizeInBytes(sent))));
    kept.addAll(parts.backlog().getBufferedState());
    return List.of(new BufferedRequestState<>(kept));
  }

  @Override
  protected long getSizeInBytes(LineEntry entry) {
    return entry.sizeBytes();
  }

  @Override
  protected void submitRequestEntries(List<LineEntry> entries, ResultHandler<LineEntry> handler) {
    LineEntry request = LineEntry.join(entries);
    long started = parts.nowMillis().getAsLong();
    onTheirWay.put(handler, request);
    requests.execute(
        () -> {
          Answer answer = database.write(request.bucket(), request.lines());
          try {
            mailbox.execute(
                () -> answered(request, handler, answer, started),
                "Take the answer of the database");
          } catch (RejectedExecutionException e) {
            // the task has ended; the lines are in its last checkpoint
          }
        });
  }

  private void answered(
      LineEntry request, ResultHandler<LineEntry> handler, Answer answer, long startedMillis) {
    metrics.answered(startedMillis);
    List<LineEntry> again = judge.remainder(request, answer, startedMillis);
    if (again.isEmpty()) {
      handler.complete();
    } else {
      metrics.retried();
      handler.retryForEntries(again);
    }
    // Queued behind what the handler does with the backlog, so that the lines are always in one of
    // the two places.
    mailbox.execute(
        () -> {
          onTheirWay.remove(handler);
          setAlarm();
        },
        "Settle a request to the database");
  }

  /**
   * Sees to it that the backlog is looked at when its lines are due and the gate is open. While
   * requests are on their way, their answers do.
   */
  private void setAlarm() {
    if (parts.backlog().holdsNothing() || parts.limit().reached()) {
      return;
    }
    long at = Math.max(parts.backlog().dueMillis(), parts.gate().opensAtMillis());
    at = Math.max(at, parts.nowMillis().getAsLong() + 1);
    if (at < alarmMillis) {
      if (alarm != null) {
        alarm.cancel(false);
      }
      alarmMillis = at;
      alarm = timers.registerTimer(at, time -> onAlarm());
    }
  }

  private void onAlarm() throws InterruptedException {
    alarmMillis = Long.MAX_VALUE;
    try {
      super.write(PULSE, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // declared by the interface, thrown by nobody
    }
    setAlarm();
  }

  @Override
  public void close() {
    requests.shutdownNow();
    database.close();
    outlet.close();
    super.close();
  }
}
