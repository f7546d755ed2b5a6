package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.slo.ScalingWatch.Advice;
import io.chimera.refinement.state.slo.ScalingWatch.Reaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a scaling watch says, as it is published. */
public final class ScalingAdvice {
  private static final long TTL_SECONDS = 300;

  private ScalingAdvice() {}

  /** The recommendation to change the number of instances. */
  public static Recommendation of(
      ScalingPolicy policy, String subject, long endMillis, Advice advice) {
    int slash = subject.indexOf('/');
    String system = subject.substring(0, slash);
    String component = subject.substring(slash + 1);
    boolean out = advice.to() > advice.from();
    String action = out ? "scale_out" : "scale_in";
    Map<String, Double> parameters = new TreeMap<>();
    parameters.put("step", (double) Math.abs(advice.to() - advice.from()));
    parameters.put("from", (double) advice.from());
    parameters.put("to", (double) advice.to());
    if (policy.mostUnavailable() < 1 || policy.leastAvailable() > 0) {
      parameters.put("max_unavailable", (double) policy.disruptable(advice.from()));
    }
    return new Recommendation(
        Recommendation.id(system, component, "scaling", policy.name(), advice.number()),
        system,
        component,
        null,
        endMillis,
        advice.number(),
        "scaling",
        policy.name(),
        action,
        parameters,
        1,
        Map.of(action, 1.0),
        Map.of(),
        Map.of(advice.metric(), advice.value()),
        "hpa-v2",
        0,
        0,
        0,
        1,
        List.of(),
        "approve",
        TTL_SECONDS,
        "%s is %s, its target %s: from %d to %d instances%s%s."
            .formatted(
                advice.metric(),
                Figures.text(advice.value()),
                Figures.text(advice.target()),
                advice.from(),
                advice.to(),
                advice.wished() == advice.to() ? "" : " of the " + advice.wished() + " asked for",
                advice.surging() ? ", at once" : ""));
  }

  /** How long the change took, as the status of an objective of its own (D-06). */
  public static ObjectiveStatus reaction(
      ScalingPolicy policy, String subject, long endMillis, Reaction reaction) {
    return new ObjectiveStatus(
        policy.name() + (reaction.out() ? "-out-time" : "-in-time"),
        policy.system(),
        subject,
        endMillis,
        reaction.met() ? ObjectiveStatus.State.MET : ObjectiveStatus.State.BREACHED,
        reaction.tookMillis() / 1_000.0,
        reaction.boundMillis() / 1_000.0,
        "s",
        1,
        reaction.met() ? 1 : 0,
        reaction.met() ? 1 : 0,
        1,
        new double[4],
        true);
  }
}
