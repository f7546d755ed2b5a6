package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.window.Pane;

/**
 * The share of one closed pane of one series in an indicator or rule.
 *
 * @param key what it is for: the id of an indicator, or the name of a rule or policy
 * @param subject what it is about: {@code system/component}, a system, or a series
 * @param term what it is within that: the id of the indicator
 * @param role what its values mean
 * @param release label {@code version}, or the empty string for all releases together
 * @param startMillis start of the pane
 * @param endMillis end of the pane
 * @param pane the values, in the unit of the indicator
 */
public record IndicatorPane(
    String key,
    String subject,
    String term,
    PaneRole role,
    String release,
    long startMillis,
    long endMillis,
    Pane pane) {

  /** Key of the state that it goes to. */
  public String stateKey() {
    return key + '@' + subject;
  }
}
