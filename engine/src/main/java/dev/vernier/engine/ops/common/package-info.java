/**
 * What operators of every family share: shape arithmetic, broadcasting, strided copies and the base
 * classes of element-wise operators. Nothing here knows a particular operator.
 */
package dev.vernier.engine.ops.common;
