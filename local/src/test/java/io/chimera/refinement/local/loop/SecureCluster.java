package io.chimera.refinement.local.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.local.world.BrokerSecurity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Keys and passwords of a broker that speaks SASL_SSL only. */
final class SecureCluster {
  static final String PASSWORD = "not-for-logs-7f3a";
  private static final String STORE_PASSWORD = "store-secret-41c9";

  private final Path folder;

  /** Makes a key pair and a trust store with the JDK's keytool. */
  SecureCluster(Path folder) throws Exception {
    this.folder = Files.createDirectories(folder);
    Path certificate = folder.resolve("broker.pem");
    keytool(
        "-genkeypair -alias broker -keyalg EC -dname CN=localhost -validity 2 -storetype PKCS12"
            + " -ext SAN=ip:127.0.0.1,dns:localhost -keystore "
            + keyStore());
    keytool("-exportcert -rfc -alias broker -keystore " + keyStore() + " -file " + certificate);
    keytool(
        "-importcert -noprompt -alias broker -storetype PKCS12 -keystore "
            + trustStore()
            + " -file "
            + certificate);
    Files.writeString(passwordFile(), PASSWORD + System.lineSeparator());
  }

  Path keyStore() {
    return folder.resolve("broker.p12");
  }

  Path trustStore() {
    return folder.resolve("trust.p12");
  }

  Path passwordFile() {
    return folder.resolve("password");
  }

  /** As a person writes it into a configuration: the password stays in its file. */
  Map<String, String> settings() {
    return Map.of(
        "kafka.security.protocol",
        "SASL_SSL",
        "kafka.sasl.mechanism",
        "PLAIN",
        "kafka.sasl.jaas.config",
        login("${file:" + passwordFile() + "}"),
        "kafka.ssl.truststore.location",
        trustStore().toString(),
        "kafka.ssl.truststore.type",
        "PKCS12",
        "kafka.ssl.truststore.password",
        STORE_PASSWORD);
  }

  BrokerSecurity security() {
    Map<String, String> client =
        Map.of(
            "security.protocol",
            "SASL_SSL",
            "sasl.mechanism",
            "PLAIN",
            "sasl.jaas.config",
            login(PASSWORD),
            "ssl.truststore.location",
            trustStore().toString(),
            "ssl.truststore.type",
            "PKCS12",
            "ssl.truststore.password",
            STORE_PASSWORD);
    Map<String, String> broker =
        Map.of(
            "sasl.enabled.mechanisms",
            "PLAIN",
            "sasl.mechanism.inter.broker.protocol",
            "PLAIN",
            "listener.name.sasl_ssl.plain.sasl.jaas.config",
            login(PASSWORD).replace(";", " user_refinement=\"" + PASSWORD + "\";"),
            "ssl.keystore.location",
            keyStore().toString(),
            "ssl.keystore.type",
            "PKCS12",
            "ssl.keystore.password",
            STORE_PASSWORD,
            "ssl.key.password",
            STORE_PASSWORD,
            "ssl.truststore.location",
            trustStore().toString(),
            "ssl.truststore.type",
            "PKCS12",
            "ssl.truststore.password",
            STORE_PASSWORD);
    return new BrokerSecurity("SASL_SSL", broker, client);
  }

  private static String login(String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required"
        + " username=\"refinement\" password=\""
        + password
        + "\";";
  }

  private static void keytool(String arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-storepass", STORE_PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(arguments).isZero();
  }
}
