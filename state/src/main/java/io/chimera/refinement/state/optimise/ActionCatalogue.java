package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.event.Statistic;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What an optimiser may do to a component, and what it is after.
 *
 * @param name unique name, also the target of its recommendations
 * @param system system it is for; {@code *} for all
 * @param component component it is for; {@code *} for all
 * @param metric metric of the objective
 * @param statistic statistic of the objective
 * @param minimise whether less is better
 * @param scale relative improvement that earns the full reward, such as 0.5
 * @param actions the arms, at least two, or none when there are settings to tune; by convention one
 *     of them holds still
 * @param cooldownMillis least time between two decisions for one component
 * @param settleMillis how long an action takes to show: from then on the objective is measured
 * @param deadlineMillis when a decision without an outcome is closed
 * @param defaultReward reward then
 * @param exploration share of decisions that are drawn uniformly, in [0, 0.5]
 * @param mode {@code shadow|approve|live}
 * @param ttlMillis how long a recommendation is valid
 * @param owner who answers for it
 * @param limits what holds whatever was learned; null in state of older releases
 * @param tuning settings that may be tuned; null when there are none
 */
public record ActionCatalogue(
    String name,
    String system,
    String component,
    String metric,
    Statistic statistic,
    boolean minimise,
    double scale,
    List<Action> actions,
    long cooldownMillis,
    long settleMillis,
    long deadlineMillis,
    double defaultReward,
    double exploration,
    String mode,
    long ttlMillis,
    String owner,
    Guardrails limits,
    Tuning tuning)
    implements Serializable {
  public static final String ANY = "*";

  /** A catalogue of actions alone. */
  public ActionCatalogue(
      String name,
      String system,
      String component,
      String metric,
      Statistic statistic,
      boolean minimise,
      double scale,
      List<Action> actions,
      long cooldownMillis,
      long settleMillis,
      long deadlineMillis,
      double defaultReward,
      double exploration,
      String mode,
      long ttlMillis,
      String owner,
      Guardrails limits) {
    this(
        name,
        system,
        component,
        metric,
        statistic,
        minimise,
        scale,
        actions,
        cooldownMillis,
        settleMillis,
        deadlineMillis,
        defaultReward,
        exploration,
        mode,
        ttlMillis,
        owner,
        limits,
        null);
  }

  /** One arm. */
  public record Action(String name, Map<String, Double> parameters) implements Serializable {}

  /** What holds whatever was learned. */
  public Guardrails guardrails() {
    return limits == null ? Guardrails.NONE : limits;
  }

  /** Names of the objectives that settings have to keep. */
  public List<String> constraints() {
    return tuning == null ? List.of() : tuning.constraints();
  }

  /** Whether the catalogue is for the component. */
  public boolean covers(String ofSystem, String ofComponent) {
    return (system.equals(ANY) || system.equals(ofSystem))
        && (component.equals(ANY) || component.equals(ofComponent));
  }
}
