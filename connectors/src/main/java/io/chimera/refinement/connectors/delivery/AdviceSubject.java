package io.chimera.refinement.connectors.delivery;

import org.apache.flink.api.java.functions.KeySelector;

/** Keys advice by {@code system/component}, as its topic does. */
public final class AdviceSubject implements KeySelector<Advice, String> {
  private static final long serialVersionUID = 1;

  @Override
  public String getKey(Advice advice) {
    return advice.subject();
  }
}
