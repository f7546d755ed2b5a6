package io.chimera.refinement.connectors.delivery;

import java.util.function.Consumer;

/** Posts advice to one subscriber without waiting; every failure is a reply. */
interface Transport extends AutoCloseable {

  /**
   * Begins a request.
   *
   * @param nowMillis wall clock, for the signature
   * @param answered takes the reply, once, on any thread
   */
  void post(Advice advice, long nowMillis, Consumer<Reply> answered);

  @Override
  void close();
}
