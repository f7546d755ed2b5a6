package io.chimera.refinement.state.detect;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** States as releases wrote them: of {@link JointAgent} 7, a hundred panes into its incident. */
final class JointVersions {
  private JointVersions() {}

  static JointWatch written(int version) throws IOException {
    Path file = Path.of("src/test/resources/joint-watch-v" + version + ".txt");
    byte[] bytes = Base64.getMimeDecoder().decode(Files.readAllBytes(file));
    return JointWatch.CODEC.read(new DataInputStream(new ByteArrayInputStream(bytes)), version);
  }
}
