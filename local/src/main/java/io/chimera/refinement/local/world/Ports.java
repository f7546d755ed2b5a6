package io.chimera.refinement.local.world;

import io.chimera.refinement.local.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.BitSet;

/** Ports on the loopback interface. */
public final class Ports {
  /** The one address on which anything of a local run listens. */
  public static final String LOOPBACK = "127.0.0.1";

  private static final int TRIES = 1_000;

  /** Ports given out: two askers must not get the same one before the first of them listens. */
  private static final BitSet GIVEN = new BitSet();

  private Ports() {}

  /** A port that nobody listens on just now, and that nobody else here was given before. */
  public static int free() {
    int port = any();
    for (int i = 1; i < TRIES && !isFirst(port); i++) {
      port = any();
    }
    return port;
  }

  private static boolean isFirst(int port) {
    synchronized (GIVEN) {
      boolean first = !GIVEN.get(port);
      GIVEN.set(port);
      return first;
    }
  }

  private static int any() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new Failure(
          "Cannot find a free port: " + Failure.reason(e) + "; check the loopback interface", e);
    }
  }

  /**
   * {@code port} when it is free, or any free one for 0.
   *
   * @param what what is going to listen, such as {@code kafka}
   * @param option option that sets the port, for the message
   */
  public static int claim(String what, String option, int port) {
    if (port == 0) {
      return free();
    }
    if (isTaken(port)) {
      throw new Failure(
          "Cannot start %s on port %d: the port is in use; pass %s 0 for any free port"
              .formatted(what, port, option));
    }
    return port;
  }

  /** Whether somebody listens on {@code port} of the loopback interface. */
  public static boolean isTaken(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
