package io.chimera.refinement.benchmarks;

/**
 * One job, from the moment its tasks run until it has read the input's end.
 *
 * @param reports reports read in that time
 * @param seconds wall time
 * @param flinkMicros CPU time of Flink's process, microseconds per report
 * @param brokerMicros CPU time of the broker's process, microseconds per report
 * @param allocatedBytes heap allocated in Flink's process, bytes per report
 */
record Drain(long reports, double seconds, double flinkMicros, double brokerMicros, double allocatedBytes) {

  static Drain between(Resources start, Resources end, long reports) {
    return new Drain(
        reports,
        (end.nanoTime() - start.nanoTime()) / 1e9,
        (end.flinkCpuNanos() - start.flinkCpuNanos()) / 1e3 / reports,
        (end.brokerCpuNanos() - start.brokerCpuNanos()) / 1e3 / reports,
        (double) end.allocatedSince(start) / reports);
  }

  double reportsPerSecond() {
    return reports / seconds;
  }

  double micros() {
    return flinkMicros + brokerMicros;
  }

  @Override
  public String toString() {
    return "%,.0f reports/s, %.2f us CPU/report (Flink %.2f, broker %.2f), %,.0f bytes allocated/report, %.1f s"
        .formatted(reportsPerSecond(), micros(), flinkMicros, brokerMicros, allocatedBytes, seconds);
  }
}
