package io.chimera.refinement.benchmarks;

/** Reports in the order in which they are sent, by their running number. */
interface ReportStream {
  /** Reports per second of event time. */
  int perSecond();

  /** Number of the agent that sends the report; an agent stays in one partition. */
  int agent(long number);

  /** Key of the record in Kafka. */
  byte[] key(long number);

  /**
   * Writes one report.
   *
   * @param timestampMillis event time
   */
  byte[] json(long number, long timestampMillis);
}
