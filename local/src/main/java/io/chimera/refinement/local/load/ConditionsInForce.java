package io.chimera.refinement.local.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.control.ControlTopic;
import io.chimera.refinement.local.world.TopicReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The conditions of a run on the control topic: labels that reports need not carry, such as {@code
 * phase=peak}. They are said once per change and taken back at the end.
 */
final class ConditionsInForce implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOAD = "load";

  private final ControlTopic control;
  private final LoadPlan plan;
  private final Consumer<String> warn;
  private final boolean there;
  private Map<String, String> said = Map.of();

  /**
   * @param warn is told what cannot be said; a load goes on without its conditions
   */
  ConditionsInForce(ControlTopic control, LoadPlan plan, Consumer<String> warn) {
    this.control = control;
    this.warn = warn;
    this.plan = plan;
    this.there = exists(control);
  }

  private static boolean exists(ControlTopic control) {
    try {
      TopicReader.fromNow(control.brokers(), List.of(control.topic()), false).close();
      return true;
    } catch (Failure e) {
      return false;
    }
  }

  /** The conditions of a phase. */
  static Map<String, String> of(LoadPlan plan, int phase) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(LOAD, plan.profile().name());
    labels.putAll(plan.load().conditions());
    labels.putAll(plan.load().phases(plan.variant()).get(phase).conditions());
    return labels;
  }

  /** Says the conditions of a phase, unless they are in force already. */
  void during(int phase) {
    Map<String, String> labels = of(plan, phase);
    if (there && !labels.equals(said)) {
      said = labels;
      publish(Map.of(key(plan), json(plan, labels)));
    }
  }

  /** The document that says so. */
  static String json(LoadPlan plan, Map<String, String> labels) {
    ObjectNode root = JSON.createObjectNode();
    root.put("apiVersion", "refinement.io/v1").put("kind", "Conditions");
    root.putObject("metadata").put("name", name(plan));
    ObjectNode spec = root.putObject("spec").put("system", plan.profile().system());
    ObjectNode words = spec.putObject("labels");
    labels.forEach(words::put);
    return root.toString();
  }

  private void publish(Map<String, String> documents) {
    try {
      control.publish(documents);
    } catch (Failure e) {
      warn.accept("warning: " + e.getMessage());
    }
  }

  private static String name(LoadPlan plan) {
    return "load-" + plan.profile().name();
  }

  private static String key(LoadPlan plan) {
    return "Conditions/" + name(plan);
  }

  @Override
  public void close() {
    if (!said.isEmpty()) {
      Map<String, String> withdrawn = new HashMap<>();
      withdrawn.put(key(plan), null);
      said = Map.of();
      publish(withdrawn);
    }
  }
}
