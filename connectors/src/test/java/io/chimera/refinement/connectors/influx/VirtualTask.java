package io.chimera.refinement.connectors.influx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobInfo;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.groups.MetricsGroupTestUtils;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * A task in virtual time: its mailbox runs on the test's thread, and whenever nothing is in the
 * mailbox and no request is on its way, the clock jumps to the next timer.
 */
final class VirtualTask implements WriterInitContext, MailboxExecutor {
  private static final long PATIENCE_SECONDS = 30;

  private final BlockingQueue<ThrowingRunnable<? extends Exception>> mails =
      new LinkedBlockingQueue<>();
  private final TestProcessingTimeService timers = new TestProcessingTimeService();
  private final MetricListener metrics = new MetricListener();

  VirtualTask(long startMillis) {
    advanceTo(startMillis);
  }

  long nowMillis() {
    return timers.getCurrentProcessingTime();
  }

  void advanceTo(long millis) {
    try {
      timers.setCurrentTime(millis);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  long counter(String name) {
    return metrics.getCounter(name).orElseThrow().getCount();
  }

  int gauge(String name) {
    Gauge<Integer> gauge = metrics.<Integer>getGauge(name).orElseThrow();
    return gauge.getValue();
  }

  /** Runs mails and timers until the condition holds. */
  void runUntil(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the condition comes true in time").isLessThan(deadline);
      step();
    }
  }

  private void step() throws InterruptedException {
    ThrowingRunnable<? extends Exception> mail = mails.poll(5, TimeUnit.MILLISECONDS);
    if (mail != null) {
      run(mail);
    } else if (gauge("inFlight") == 0) {
      Collection<Long> due = timers.getActiveTimerTimestamps();
      due.stream().min(Comparator.naturalOrder()).ifPresent(this::advanceTo);
    }
  }

  private static void run(ThrowingRunnable<? extends Exception> mail) {
    try {
      mail.run();
    } catch (Exception e) {
      throw new FlinkRuntimeException(e);
    }
  }

  @Override
  public void execute(
      MailOptions options,
      ThrowingRunnable<? extends Exception> command,
      String format,
      Object... args) {
    mails.add(command);
  }

  @Override
  public void yield() throws InterruptedException {
    step();
  }

  @Override
  public boolean tryYield() {
    ThrowingRunnable<? extends Exception> mail = mails.poll();
    if (mail != null) {
      run(mail);
    }
    return mail != null;
  }

  @Override
  public boolean shouldInterrupt() {
    return false;
  }

  @Override
  public MailboxExecutor getMailboxExecutor() {
    return this;
  }

  @Override
  public ProcessingTimeService getProcessingTimeService() {
    return timers;
  }

  @Override
  public SinkWriterMetricGroup metricGroup() {
    return MetricsGroupTestUtils.mockWriterMetricGroup(metrics.getMetricGroup());
  }

  @Override
  public TaskInfo getTaskInfo() {
    return new TaskInfoImpl("influx", 1, 0, 1, 0);
  }

  @Override
  public OptionalLong getRestoredCheckpointId() {
    return OptionalLong.empty();
  }

  @Override
  public JobInfo getJobInfo() {
    throw new UnsupportedOperationException("the writer does not ask for its job");
  }

  @Override
  public UserCodeClassLoader getUserCodeClassLoader() {
    throw new UnsupportedOperationException("the writer loads no classes");
  }

  @Override
  public SerializationSchema.InitializationContext asSerializationSchemaInitializationContext() {
    throw new UnsupportedOperationException("the writer has no schema");
  }

  @Override
  public boolean isObjectReuseEnabled() {
    return false;
  }

  @Override
  public <T> TypeSerializer<T> createInputSerializer() {
    throw new UnsupportedOperationException("the writer copies nothing");
  }
}
