package io.chimera.refinement.operators.publish;

import java.io.Serializable;
import java.util.function.Predicate;
import org.apache.flink.api.common.functions.FilterFunction;

/** Passes on what has a property. */
public final class Select<T> implements FilterFunction<T> {
  private static final long serialVersionUID = 1;

  private final Property<T> property;

  /** A property that can be sent to the workers. */
  @FunctionalInterface
  public interface Property<T> extends Predicate<T>, Serializable {}

  public Select(Property<T> property) {
    this.property = property;
  }

  @Override
  public boolean filter(T value) {
    return property.test(value);
  }
}
