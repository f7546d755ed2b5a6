package io.chimera.refinement.state.slo;

/**
 * What a rule sees in one pane.
 *
 * @param broken whether the rule is broken
 * @param throughout whether every single value breaks it, so that it was broken from the pane's
 *     start
 * @param value the value that broke it, or the closest to it
 * @param threshold what it was compared with
 * @param unit unit of both
 * @param reading how a person would say it: {@code p95 of latency_ms}
 * @param side how a person would say it: {@code above}
 */
public record AlertReading(
    boolean broken,
    boolean throughout,
    double value,
    double threshold,
    String unit,
    String reading,
    String side) {}
