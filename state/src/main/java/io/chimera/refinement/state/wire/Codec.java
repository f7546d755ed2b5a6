package io.chimera.refinement.state.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * How one type becomes bytes and back, between operators and in state.
 *
 * <p>Codecs are constants without state that shows. {@link #version()} grows whenever {@link
 * #write} changes; {@link #read} understands every version from 1 on, so that a state written by an
 * older release restores.
 */
public interface Codec<T> extends Serializable {

  /** Stable name of the type, part of every snapshot; never changed. */
  String name();

  /** The version that {@link #write} produces, from 1. */
  int version();

  /**
   * Whether values are never changed after they were made; a mutable value is copied by writing and
   * reading it.
   */
  boolean immutable();

  /**
   * A codec for the use of one thread: one that keeps scratch memory makes a new one, the others
   * are their own.
   */
  default Codec<T> forOneThread() {
    return this;
  }

  void write(T value, DataOutput out) throws IOException;

  /** Reads what {@link #write} of {@code version} wrote. */
  T read(DataInput in, int version) throws IOException;
}
