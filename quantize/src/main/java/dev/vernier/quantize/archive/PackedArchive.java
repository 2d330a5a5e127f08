package dev.vernier.quantize.archive;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.onnx.io.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model in one file whose integer constants of at most 16 bits are entropy coded, as
 * docs/formats/packed-archive.md draws it. Packing the same model gives the same bytes, and
 * unpacking gives back the model's own.
 */
public final class PackedArchive {

  private static final byte[] MAGIC = {'V', 'N', 'P', 'K'};
  private static final int VERSION = 1;

  /** Smaller constants, such as zero points, stay as they are. */
  private static final int SMALLEST = 64;

  private static final int LARGEST_RANK = 64;

  private PackedArchive() {}

  /** The archive of a model that fits one file. */
  public static byte[] pack(OnnxModel model) {
    List<TensorData> packed = new ArrayList<>();
    Map<String, TensorData> constants = new LinkedHashMap<>(model.graph().initializers());
    for (TensorData constant : model.graph().initializers().values()) {
      if (isPacked(constant)) {
        packed.add(constant);
        constants.put(
            constant.name(),
            TensorData.of(constant.name(), constant.type(), new long[] {0}, new byte[0])
                .withExtras(constant.extras()));
      }
    }
    OnnxModel skeleton = model.withGraph(model.graph().withInitializers(constants));
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.write(MAGIC);
      out.writeByte(VERSION);
      out.write(HexFormat.of().parseHex(Sha256.hexOf(OnnxWriter.toBytes(model))));
      block(out, OnnxWriter.toBytes(skeleton));
      out.writeInt(packed.size());
      for (TensorData constant : packed) {
        CodedConstant.write(out, constant);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a stream of memory cannot fail", e);
    }
  }

  private static boolean isPacked(TensorData constant) {
    DataType type = constant.type();
    return type.isInteger() && type.bits() <= 16 && constant.elementCount() >= SMALLEST;
  }

  static void block(DataOutputStream out, byte[] content) throws IOException {
    out.writeInt(content.length);
    out.write(content);
  }

  static byte[] block(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw damaged("a part of " + length + " bytes, of which " + in.available() + " are there");
    }
    return in.readNBytes(length);
  }

  /** Whether bytes begin as an archive does. */
  public static boolean isArchive(byte[] bytes) {
    return bytes.length > MAGIC.length
        && java.util.Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * The bytes of the model file that was packed.
   *
   * @throws VernierException if the archive is damaged or of another version
   */
  public static byte[] unpack(byte[] archive) {
    if (!isArchive(archive) || archive[MAGIC.length] != VERSION) {
      throw new VernierException(
          "Not a packed archive this program reads: expected one that begins with VNPK and version "
              + VERSION);
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(archive))) {
      in.skipNBytes(MAGIC.length + 1);
      String digest = HexFormat.of().formatHex(in.readNBytes(32));
      OnnxModel skeleton = OnnxReader.read(block(in));
      Map<String, TensorData> constants = new LinkedHashMap<>(skeleton.graph().initializers());
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        TensorData constant = CodedConstant.read(in, LARGEST_RANK);
        TensorData place = constants.get(constant.name());
        if (place == null) {
          throw damaged("constant '" + constant.name() + "' has no place in the model");
        }
        constants.put(constant.name(), constant.withExtras(place.extras()));
      }
      byte[] model =
          OnnxWriter.toBytes(skeleton.withGraph(skeleton.graph().withInitializers(constants)));
      if (!Sha256.hexOf(model).equals(digest)) {
        throw damaged("the model's digest is not the one recorded");
      }
      return model;
    } catch (IOException e) {
      throw new VernierException("The packed archive ends too early; fetch it again", e);
    }
  }

  static VernierException damaged(String what) {
    return new VernierException("The packed archive is damaged: " + what + "; fetch it again");
  }
}
