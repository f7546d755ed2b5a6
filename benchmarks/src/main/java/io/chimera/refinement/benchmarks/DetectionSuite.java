package io.chimera.refinement.benchmarks;

import io.chimera.refinement.local.run.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The detectors by themselves, on seeded series: no broker, no Flink. */
final class DetectionSuite implements Suite {
  static final String NAME = "detection";

  private final Consumer<String> progress;
  private final StopSignal stop;
  private final List<Result> results = new ArrayList<>();

  /** Some rows of the suite. */
  interface Part {
    /** What is being measured, for the progress line. */
    String what();

    void measure(Rows rows);
  }

  /** Where a part puts what it measured. */
  interface Rows {
    void add(Measure measure, double... values);
  }

  DetectionSuite(Consumer<String> progress, StopSignal stop) {
    this.progress = progress;
    this.stop = stop;
  }

  @Override
  public void run(Path directory) {
    List<Part> parts =
        List.of(
            new AnomalyCosts(),
            new TrendQuality(),
            new TrendDelays(),
            new CorrelationQuality(),
            new SimulatedIncidents(),
            new JointQuality(),
            new LongFile());
    for (Part part : parts) {
      Stopped.orWait(stop, Duration.ZERO);
      progress.accept(part.what());
      long started = System.nanoTime();
      part.measure(this::add);
      progress.accept(
          "%s: %d s".formatted(part.what(), (System.nanoTime() - started) / 1_000_000_000));
    }
  }

  private void add(Measure measure, double... values) {
    results.add(new Result(NAME, measure, Sample.of(values)));
  }

  @Override
  public List<Result> results() {
    return List.copyOf(results);
  }
}
