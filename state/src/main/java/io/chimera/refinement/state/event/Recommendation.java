package io.chimera.refinement.state.event;

import java.util.List;
import java.util.Map;

/**
 * One decision of an optimiser.
 *
 * @param recommendationId {@code uuid5(system|component|optimizer|target|decisionNumber)}
 * @param agentId agent it is for, or null for the component
 * @param decidedAt event time, epoch milliseconds
 * @param decisionNumber running number per (system, component, optimizer, target), from 1
 * @param optimizer {@code bandit|bayesian|gradient|scaling|rule}
 * @param target what is being optimised: name of the catalogue, rule or policy
 * @param action name of the action
 * @param parameters parameters of the action, as JSON scalars in text form
 * @param propensity probability with which the action was drawn, after vetoes
 * @param pmf probability of every action that was allowed
 * @param vetoed why the other actions were not allowed
 * @param context the features that the decision used
 * @param modelVersion version of the model
 * @param expectedGain expected reward over that of holding still
 * @param gainLower lower end of the 90 % interval of the gain
 * @param gainUpper upper end
 * @param confidence probability that the action is the best one
 * @param evidence ids of the findings that led to it
 * @param mode {@code shadow|approve|live|control}
 * @param ttlSeconds how long the advice is valid
 * @param sentence one sentence for a person
 */
public record Recommendation(
    String recommendationId,
    String system,
    String component,
    String agentId,
    long decidedAt,
    long decisionNumber,
    String optimizer,
    String target,
    String action,
    Map<String, Double> parameters,
    double propensity,
    Map<String, Double> pmf,
    Map<String, String> vetoed,
    Map<String, Double> context,
    String modelVersion,
    double expectedGain,
    double gainLower,
    double gainUpper,
    double confidence,
    List<String> evidence,
    String mode,
    long ttlSeconds,
    String sentence) {

  /** The id that the contract prescribes. */
  public static String id(
      String system, String component, String optimizer, String target, long decisionNumber) {
    return Digests.uuid5(system, component, optimizer, target, decisionNumber);
  }

  /** {@code system/component}, the key of the topic. */
  public String subject() {
    return system + '/' + component;
  }
}
