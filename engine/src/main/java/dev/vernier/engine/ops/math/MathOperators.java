package dev.vernier.engine.ops.math;

import dev.vernier.engine.OperatorRegistry;
import dev.vernier.engine.ops.common.HalfPrecision;

/** Arithmetic on elements and matrices. */
public final class MathOperators {
  private MathOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("Abs", 1, HalfPrecision.of(context -> new Abs()));
    registry.register("Acos", 1, HalfPrecision.of(context -> new Acos()));
    registry.register("Acosh", 1, HalfPrecision.of(context -> new Acosh()));
    registry.register("Add", 1, HalfPrecision.of(context -> new Add()));
    registry.register("Asin", 1, HalfPrecision.of(context -> new Asin()));
    registry.register("Asinh", 1, HalfPrecision.of(context -> new Asinh()));
    registry.register("Atan", 1, HalfPrecision.of(context -> new Atan()));
    registry.register("Atanh", 1, HalfPrecision.of(context -> new Atanh()));
    registry.register("BitShift", 1, HalfPrecision.of(BitShift::new));
    registry.register("BitwiseAnd", 1, HalfPrecision.of(context -> new BitwiseAnd()));
    registry.register("BitwiseNot", 1, HalfPrecision.of(context -> new BitwiseNot()));
    registry.register("BitwiseOr", 1, HalfPrecision.of(context -> new BitwiseOr()));
    registry.register("BitwiseXor", 1, HalfPrecision.of(context -> new BitwiseXor()));
    registry.register("Ceil", 1, HalfPrecision.of(context -> new Ceil()));
    registry.register("Clip", 1, HalfPrecision.of(Clip::new));
    registry.register("Cos", 1, HalfPrecision.of(context -> new Cos()));
    registry.register("Cosh", 1, HalfPrecision.of(context -> new Cosh()));
    registry.register("CumProd", 1, HalfPrecision.of(CumProd::new));
    registry.register("CumSum", 1, HalfPrecision.of(CumSum::new));
    registry.register("Det", 1, context -> new Det());
    registry.register("Div", 1, HalfPrecision.of(context -> new Div()));
    registry.register("Einsum", 1, Einsum::new);
    registry.register("Exp", 1, HalfPrecision.of(context -> new Exp()));
    registry.register("Floor", 1, HalfPrecision.of(context -> new Floor()));
    registry.register("Gemm", 1, HalfPrecision.of(Gemm::new));
    registry.register("Log", 1, HalfPrecision.of(context -> new Log()));
    registry.register("MatMul", 1, HalfPrecision.of(context -> new MatMul()));
    registry.register("Max", 1, HalfPrecision.of(context -> new Max()));
    registry.register("Mean", 1, HalfPrecision.of(context -> new Mean()));
    registry.register("Min", 1, HalfPrecision.of(context -> new Min()));
    registry.register("Mod", 1, HalfPrecision.of(Mod::new));
    registry.register("Mul", 1, HalfPrecision.of(context -> new Mul()));
    registry.register("Neg", 1, HalfPrecision.of(context -> new Neg()));
    registry.register("Pow", 1, HalfPrecision.of(context -> new Pow()));
    registry.register("Reciprocal", 1, HalfPrecision.of(context -> new Reciprocal()));
    registry.register("Round", 1, HalfPrecision.of(context -> new Round()));
    registry.register("Sign", 1, HalfPrecision.of(context -> new Sign()));
    registry.register("Sin", 1, HalfPrecision.of(context -> new Sin()));
    registry.register("Sinh", 1, HalfPrecision.of(context -> new Sinh()));
    registry.register("Sqrt", 1, HalfPrecision.of(context -> new Sqrt()));
    registry.register("Sub", 1, HalfPrecision.of(context -> new Sub()));
    registry.register("Sum", 1, HalfPrecision.of(context -> new Sum()));
    registry.register("Tan", 1, HalfPrecision.of(context -> new Tan()));
  }
}
