package io.chimera.refinement.operators;

import java.io.IOException;
import java.util.function.Supplier;
import org.apache.flink.api.common.state.ValueState;

/** Reads keyed state once: each look at it takes the value apart anew. */
public final class Stored {
  private Stored() {}

  /** What the state holds for the current key, or a fresh value. */
  public static <V> V or(ValueState<V> state, Supplier<V> fresh) throws IOException {
    V value = state.value();
    return value == null ? fresh.get() : value;
  }
}
