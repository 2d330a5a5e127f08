/** The operators, one class each, grouped in packages by family. */
package dev.vernier.engine.ops;
