-- Positions: one row is one body position or joint angle in which a test is done or an exercise begins.
-- A norm that names a position fits only readings taken in it. The angles of the knee groups are those of the pooled
-- source, whose abstract gives no degrees: which group a set-up belongs to is the clinician's call.
return {
  { id = "supine", label = "Lying on the back" },
  { id = "prone", label = "Lying face down" },
  { id = "prone_knee_bent", label = "Lying face down, knee bent to 90 deg" },  -- convention
  { id = "side_lying", label = "Lying on the side" },
  { id = "seated", label = "Sitting" },
  { id = "standing", label = "Standing" },
  { id = "kneeling", label = "Kneeling on both knees" },
  { id = "half_kneeling", label = "Kneeling on one knee" },
  { id = "quadruped", label = "On hands and knees" },

  -- Joint angles

  { id = "hip_0", label = "Hip straight (0 deg)" },  -- convention
  { id = "hip_45", label = "Hip bent to 45 deg" },  -- convention
  { id = "hip_90", label = "Hip bent to 90 deg" },  -- convention
  { id = "knee_near_straight", label = "Knee near straight" },
  { id = "knee_mid_range", label = "Knee in mid-range" },
  { id = "knee_flexed", label = "Knee well bent" },
  { id = "knee_straight", label = "Knee straight" },
  { id = "knee_bent", label = "Knee bent" },
}
