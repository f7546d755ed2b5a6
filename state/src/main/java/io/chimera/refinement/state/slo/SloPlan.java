package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.ControlUpdate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/** The documents that are in force, sorted by what they are. Not changed once made. */
public final class SloPlan {
  private final List<Objective> objectives = new ArrayList<>();
  private final Map<String, AlertRule> rules = new TreeMap<>();
  private final Map<String, ControlUpdate> documents;

  private SloPlan(Map<String, ControlUpdate> documents) {
    this.documents = documents;
    for (ControlUpdate document : documents.values()) {
      if (document.slo() != null && document.slo().objectives() != null) {
        objectives.addAll(document.slo().objectives());
      }
      if (document.alertRule() != null) {
        rules.put(document.alertRule().name(), document.alertRule());
      }
    }
  }

  /**
   * The plan of the documents of the packs, as changed since.
   *
   * @param initial documents by {@code kind/name}
   * @param changes what the control topic said, in any order of names
   */
  public static SloPlan of(
      Map<String, ControlUpdate> initial, Iterable<Map.Entry<String, ControlUpdate>> changes) {
    return new SloPlan(ControlUpdate.inForce(initial, changes));
  }

  public List<Objective> objectives() {
    return objectives;
  }

  /** Alert rules by name. */
  public Map<String, AlertRule> rules() {
    return rules;
  }

  public List<BurnPolicy> burnPolicies() {
    return all(SloDocument::burn);
  }

  public List<ScalingPolicy> scaling() {
    return all(SloDocument::scaling);
  }

  public List<RegressionBudget> regressions() {
    return all(SloDocument::regression);
  }

  public List<TierPolicy> tiers() {
    return all(SloDocument::tiers);
  }

  public List<MetricCatalogue> catalogues() {
    return all(SloDocument::metrics);
  }

  public List<Silence> silences() {
    return all(SloDocument::silence);
  }

  public List<ExclusionWindow> exclusions() {
    return all(SloDocument::exclusion);
  }

  /** The conditions under which a system runs. */
  public Map<String, String> conditions(String system) {
    Map<String, String> labels = new HashMap<>();
    for (ActiveConditions active : all(SloDocument::conditions)) {
      if (LabelPattern.accepts(active.system(), system)) {
        labels.putAll(active.labels());
      }
    }
    return labels;
  }

  /** When an alert of the subject and severity is escalated after it fired; 0 for never. */
  public long escalateAfterMillis(String subject, AlertRule rule) {
    return escalations(subject, rule).stream()
        .mapToLong(each -> each.escalation().afterMillis())
        .min()
        .orElse(0);
  }

  /** The rules that escalate alerts of {@code rule} for {@code subject}. */
  public List<AlertRule> escalations(String subject, AlertRule rule) {
    return rules.values().stream()
        .filter(each -> each.escalation() != null && rule.escalation() == null)
        .filter(each -> each.escalation().covers(subject, rule.severity()))
        .toList();
  }

  /** Whether an alert must not fire now. */
  public boolean silences(String rule, String subject, long nowMillis) {
    return silences().stream().anyMatch(silence -> silence.covers(rule, subject, nowMillis));
  }

  /** Whether no advice is wanted for a {@code system/component}. */
  public boolean isFrozen(String subject) {
    int slash = subject.indexOf('/');
    String system = slash < 0 ? subject : subject.substring(0, slash);
    return documents.containsKey(ControlUpdate.FREEZE + '/' + system)
        || documents.containsKey(ControlUpdate.FREEZE + '/' + subject);
  }

  private <T> List<T> all(Function<SloDocument, T> field) {
    Collection<ControlUpdate> values = documents.values();
    return values.stream()
        .map(ControlUpdate::slo)
        .filter(Objects::nonNull)
        .map(field)
        .filter(Objects::nonNull)
        .toList();
  }
}
