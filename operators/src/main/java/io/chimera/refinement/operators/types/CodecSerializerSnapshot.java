package io.chimera.refinement.operators.types;

import io.chimera.refinement.state.wire.Codec;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a checkpoint remembers of a {@link Codec}: its name and version. Public for Flink, which
 * makes it by reflection.
 */
public final class CodecSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {
  private static final int FORMAT = 1;

  private String name;
  private int version;

  /** For Flink, when it reads a checkpoint. */
  public CodecSerializerSnapshot() {}

  CodecSerializerSnapshot(String name, int version) {
    this.name = name;
    this.version = version;
  }

  @Override
  public int getCurrentVersion() {
    return FORMAT;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(name);
    out.writeInt(version);
  }

  @Override
  public void readSnapshot(int format, DataInputView in, ClassLoader classLoader)
      throws IOException {
    name = in.readUTF();
    version = in.readInt();
  }

  @Override
  @SuppressWarnings("unchecked") // the name stands for exactly one type
  public TypeSerializer<T> restoreSerializer() {
    return new CodecSerializer<>(((Codec<T>) EventTypes.codec(name)).forOneThread(), version);
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    if (!(old instanceof CodecSerializerSnapshot<T> that)
        || !that.name.equals(name)
        || that.version > version) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }
    return that.version == version
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
  }
}
