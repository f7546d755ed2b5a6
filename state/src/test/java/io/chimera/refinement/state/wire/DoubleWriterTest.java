package io.chimera.refinement.state.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleWriterTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 127, 128, 129, 1_000})
  void theBytesAreThoseOfSingleNumbers(int count) throws IOException {
    SplittableRandom random = new SplittableRandom(count);
    ByteArrayOutputStream single = new ByteArrayOutputStream();
    DataOutputStream singly = new DataOutputStream(single);
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(many);
    DoubleWriter writer = new DoubleWriter(out, count);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (i % 5) {
            case 0 -> Double.NaN;
            case 1 -> Double.NEGATIVE_INFINITY;
            case 2 -> -0.0;
            default -> Double.longBitsToDouble(random.nextLong());
          };
      singly.writeDouble(values[i]);
      writer.put(values[i]);
    }
    writer.flush();
    out.writeInt(7);

    byte[] bytes = many.toByteArray();
    assertThat(bytes).hasSize(single.size() + Integer.BYTES);
    assertThat(Arrays.copyOf(bytes, single.size())).isEqualTo(single.toByteArray());
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    DoubleReader reader = new DoubleReader(in, count);
    for (double value : values) {
      assertThat(Double.valueOf(reader.next())).isEqualTo(Double.valueOf(value));
    }
    assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
    assertThat(in.readInt()).isEqualTo(7);
  }

  @Test
  void floatsToo() throws IOException {
    float[] values = {1.5f, Float.NaN, -0.0f, Float.MAX_VALUE, Float.NEGATIVE_INFINITY};
    ByteArrayOutputStream single = new ByteArrayOutputStream();
    for (float value : values) {
      new DataOutputStream(single).writeFloat(value);
    }
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    Wire.writeFloats(new DataOutputStream(many), values);
    float[] read = new float[values.length];
    Wire.readFloats(new DataInputStream(new ByteArrayInputStream(many.toByteArray())), read);

    assertThat(many.toByteArray()).isEqualTo(single.toByteArray());
    assertThat(read).isEqualTo(values);
  }

  @Test
  void whatIsCutOffIsToldAsSuch() {
    DoubleReader reader =
        new DoubleReader(new DataInputStream(new ByteArrayInputStream(new byte[12])), 2);

    assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
  }
}
