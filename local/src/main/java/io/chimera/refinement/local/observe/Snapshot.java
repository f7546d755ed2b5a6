package io.chimera.refinement.local.observe;

import java.util.List;
import java.util.Map;

/**
 * Everything that was observed up to one moment.
 *
 * @param reportsPerSecond reports read per second of late
 * @param total ingestion latency since the beginning
 * @param recent ingestion latency of the last half minute
 * @param windows distinct sliding windows
 * @param findings distinct findings by kind
 * @param alerts alerts by the state they are in
 * @param recommendations distinct recommendations
 * @param outcomes outcome messages
 * @param points distinct points on their way to the database, without those that it refused for
 *     good
 * @param meanReward mean of the rewards that the optimisers settled on
 * @param rewards number of those rewards
 * @param events newest events of each type, newest first within a type
 */
public record Snapshot(
    Ledger ledger,
    double reportsPerSecond,
    Latency total,
    Latency recent,
    long windows,
    Map<String, Long> findings,
    Map<String, Long> alerts,
    long recommendations,
    long outcomes,
    long deadLetters,
    long points,
    double meanReward,
    long rewards,
    List<Event> events) {}
