package io.chimera.refinement.benchmarks;

import io.chimera.refinement.connectors.json.JsonWriter;
import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.state.event.Recommendation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/** Writing recommendations as JSON, and what compression leaves of a batch (REF-L7-06, 07). */
final class AdviceForm {
  private static final int BATCH = 1_000;
  private static final int SINGLES = 20_000;
  private static final int REPEATS = 200;
  private static final long DECIDED_AT = 1_795_248_010_000L;

  private static final Measure SINGLE =
      Measure.lower("8.4.single", "writing a recommendation as JSON, P95", "ms").must(10);
  private static final Measure THOUSAND =
      Measure.lower("8.4.thousand", "writing 1,000 recommendations as JSON, P95", "ms").must(10);

  private final StopSignal stop;
  private final JsonWriter<Recommendation> writer = JsonWriter.recommendations();

  AdviceForm(StopSignal stop) {
    this.stop = stop;
  }

  List<Result> measure() {
    Recommendations source = new Recommendations(3, "shop", 50);
    List<Recommendation> batch = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      batch.add(source.next(DECIDED_AT + i * 10_000L));
    }
    p95(SINGLES, () -> writer.write(batch.get(0)));
    List<Result> results = new ArrayList<>();
    results.add(result(SINGLE, p95(SINGLES, () -> writer.write(batch.get(0)))));
    Stopped.orWait(stop, Duration.ZERO);
    p95(REPEATS, () -> batch.forEach(writer::write));
    results.add(result(THOUSAND, p95(REPEATS, () -> batch.forEach(writer::write))));
    for (CompressionType type :
        List.of(CompressionType.GZIP, CompressionType.ZSTD, CompressionType.LZ4)) {
      Stopped.orWait(stop, Duration.ZERO);
      results.add(result(ratioMeasure(type), ratio(type, batch)));
    }
    return results;
  }

  private static Measure ratioMeasure(CompressionType type) {
    String name = type.name().toLowerCase(Locale.ROOT);
    Measure measure =
        Measure.higher(
            "8.5." + name, "bytes of 1,000 recommendations for each byte of " + name, "");
    // What the topics use by default is quick rather than small.
    return type == CompressionType.LZ4 ? measure.aim(3) : measure.must(3);
  }

  /** With Kafka's own codec. */
  private double ratio(CompressionType type, List<Recommendation> batch) {
    ByteBufferOutputStream packed = new ByteBufferOutputStream(1 << 20);
    long plain = 0;
    try (OutputStream out =
        Compression.of(type).build().wrapForOutput(packed, RecordBatch.MAGIC_VALUE_V2)) {
      for (Recommendation advice : batch) {
        byte[] value = writer.write(advice);
        out.write(value);
        plain += value.length;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return (double) plain / packed.position();
  }

  /** Milliseconds, nearest rank. */
  private static double p95(int times, Runnable work) {
    double[] millis = new double[times];
    for (int i = 0; i < times; i++) {
      long started = System.nanoTime();
      work.run();
      millis[i] = (System.nanoTime() - started) / 1e6;
    }
    Arrays.sort(millis);
    return millis[(int) Math.ceil(0.95 * times) - 1];
  }

  private static Result result(Measure measure, double value) {
    return new Result(DeliverySuite.NAME, measure, Sample.of(value));
  }
}
