package io.chimera.refinement.state.event;

import java.util.Map;

/**
 * One valid KPI report, as parsed.
 *
 * @param system monitored system, {@code default} when the report names none
 * @param component component of it, {@code default} when the report names none
 * @param agentId reporting agent
 * @param reportId id given by the agent
 * @param timestampMillis event time, epoch milliseconds
 * @param sequence running number of the agent, {@link #NO_SEQUENCE} when the report has none
 * @param samples the metrics in the order of the report, each name once
 * @param labels canonical labels without {@code version}, as in {@link SeriesKey#labels()}
 * @param release the label {@code version}, or the empty string
 * @param idHash 64-bit fingerprint of (system, agentId, reportId)
 * @param bodyHash 32-bit fingerprint of everything else that the report says, independent of the
 *     order of its fields
 * @param behind whether the source judged the report to be hopelessly late against its own
 *     partition
 * @param origin where it came from
 * @param payload the element's bytes, for a dead letter
 * @param headers headers of the Kafka record, for a dead letter
 */
public record KpiReport(
    String system,
    String component,
    String agentId,
    String reportId,
    long timestampMillis,
    long sequence,
    Sample[] samples,
    String labels,
    String release,
    long idHash,
    int bodyHash,
    boolean behind,
    Origin origin,
    byte[] payload,
    Map<String, String> headers) {
  public static final long NO_SEQUENCE = Long.MIN_VALUE;

  public boolean hasSequence() {
    return sequence != NO_SEQUENCE;
  }

  /** The same report, marked as hopelessly late. */
  public KpiReport fallenBehind() {
    return new KpiReport(
        system,
        component,
        agentId,
        reportId,
        timestampMillis,
        sequence,
        samples,
        labels,
        release,
        idHash,
        bodyHash,
        true,
        origin,
        payload,
        headers);
  }
}
