package io.chimera.refinement.local.world;

import java.util.Map;

/**
 * Who may talk to the broker, and how.
 *
 * @param protocol name and security protocol of the listener for clients
 * @param broker further properties of the broker
 * @param client what a client needs to be let in
 */
public record BrokerSecurity(
    String protocol, Map<String, String> broker, Map<String, String> client) {
  /** Everybody on this machine, in plain text. */
  public static final BrokerSecurity NONE = new BrokerSecurity("PLAINTEXT", Map.of(), Map.of());
}
