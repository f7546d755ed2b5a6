package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.event.Recommendation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns a setting that is to be tried into the recommendation that is published. */
record SettingAdvice(ActionCatalogue catalogue, Subject subject, List<String> openFindings) {
  /** The only action: the parameters say the rest. */
  static final String ACTION = "set";

  /**
   * @param optimizer {@code bayesian} or {@code gradient}
   * @param reason why it is no trial; empty when it is one
   * @param record how settings have done so far
   */
  Recommendation from(
      String optimizer,
      long decisionNumber,
      long decidedAt,
      double objective,
      double[] running,
      double[] proposed,
      String reason,
      TrialRecord record) {
    Map<String, Double> parameters = new LinkedHashMap<>();
    Map<String, Double> context = new LinkedHashMap<>();
    context.put("objective", objective);
    context.put("open_findings", (double) openFindings.size());
    List<Tuning.Parameter> tunables = catalogue.tuning().parameters();
    for (int i = 0; i < proposed.length; i++) {
      parameters.put(tunables.get(i).name(), proposed[i]);
      context.put("current." + tunables.get(i).name(), running[i]);
    }
    return new Recommendation(
        Recommendation.id(
            subject.system(), subject.component(), optimizer, catalogue.name(), decisionNumber),
        subject.system(),
        subject.component(),
        null,
        decidedAt,
        decisionNumber,
        optimizer,
        catalogue.name(),
        ACTION,
        parameters,
        1,
        Map.of(ACTION, 1.0),
        Map.of(),
        context,
        "settings-1:" + record.trials(),
        record.meanGain(),
        record.gain(-1),
        record.gain(1),
        record.confidence(),
        List.copyOf(openFindings),
        mode(record),
        catalogue.ttlMillis() / 1_000,
        sentence(objective, running, proposed, reason, record));
  }

  private String mode(TrialRecord record) {
    int limit = catalogue.guardrails().demoteAfter();
    boolean demoted = limit > 0 && record.blame() >= limit;
    return demoted && catalogue.mode().equals("live") ? "approve" : catalogue.mode();
  }

  private String sentence(
      double objective, double[] running, double[] proposed, String reason, TrialRecord record) {
    StringBuilder text = new StringBuilder();
    text.append(catalogue.statistic().name().toLowerCase(Locale.ROOT))
        .append(" of ")
        .append(catalogue.metric())
        .append(" is ")
        .append(Figures.text(objective))
        .append("; ");
    boolean any = false;
    for (int i = 0; i < proposed.length; i++) {
      if (proposed[i] != running[i]) {
        Tuning.Parameter tunable = catalogue.tuning().parameters().get(i);
        text.append(any ? ", " : "")
            .append(tunable.name())
            .append(' ')
            .append(Figures.text(running[i]))
            .append(" → ")
            .append(Figures.text(proposed[i]))
            .append(tunable.unit().isEmpty() ? "" : " " + tunable.unit());
        any = true;
      }
    }
    text.append(any ? "" : "the settings in force");
    return text.append(": ").append(why(reason, record)).append('.').toString();
  }

  private String why(String reason, TrialRecord record) {
    return reason.isEmpty()
        ? "trial " + (record.trials() + 1) + " of " + catalogue.tuning().trials()
        : reason;
  }
}
