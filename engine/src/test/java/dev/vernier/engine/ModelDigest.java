package dev.vernier.engine;

import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.io.OnnxReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Prints the kernels in use and a checksum of a model's outputs; a program for other JVMs. */
final class ModelDigest {
  private ModelDigest() {}

  public static void main(String[] args) {
    System.out.println("kernels " + KernelsProvider.kernels().name());
    for (int i = 0; i < args.length; i += 2) {
      EngineModel model = EngineModel.load(OnnxReader.read(Path.of(args[i])));
      Map<String, Tensor> inputs = Models.inputs(model, 1, 11, Float.parseFloat(args[i + 1]));
      System.out.println(Path.of(args[i]).getFileName() + " " + crc(model, inputs));
    }
  }

  private static String crc(EngineModel model, Map<String, Tensor> inputs) {
    CRC32 crc = new CRC32();
    new TreeMap<>(model.newSession().run(inputs))
        .values()
        .forEach(t -> crc.update(t.toTensorData("").bytes().duplicate()));
    return Long.toHexString(crc.getValue());
  }
}
