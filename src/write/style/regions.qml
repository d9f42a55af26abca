<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling" labelsEnabled="0">
  <renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="0" forceraster="0">
    <rules key="rules">
      <rule key="class_1" symbol="0" filter="&quot;unconnected_share_of_known&quot; &gt;= 0.0 AND &quot;unconnected_share_of_known&quot; &lt; 0.2 AND {enough}" label="0 – 20 % not connected, of the schools of known status"/>
      <rule key="class_2" symbol="1" filter="&quot;unconnected_share_of_known&quot; &gt;= 0.2 AND &quot;unconnected_share_of_known&quot; &lt; 0.4 AND {enough}" label="20 – 40 % not connected, of the schools of known status"/>
      <rule key="class_3" symbol="2" filter="&quot;unconnected_share_of_known&quot; &gt;= 0.4 AND &quot;unconnected_share_of_known&quot; &lt; 0.6 AND {enough}" label="40 – 60 % not connected, of the schools of known status"/>
      <rule key="class_4" symbol="3" filter="&quot;unconnected_share_of_known&quot; &gt;= 0.6 AND &quot;unconnected_share_of_known&quot; &lt; 0.8 AND {enough}" label="60 – 80 % not connected, of the schools of known status"/>
      <rule key="class_5" symbol="4" filter="&quot;unconnected_share_of_known&quot; &gt;= 0.8 AND &quot;unconnected_share_of_known&quot; &lt;= 1.0 AND {enough}" label="80 – 100 % not connected, of the schools of known status"/>
      <rule key="few" symbol="5" filter="&quot;unconnected_share_of_known&quot; IS NOT NULL AND NOT ({enough})" label="{few}"/>
      <rule key="none" symbol="6" filter="&quot;unconnected_share_of_known&quot; IS NULL" label="no school of known status"/>
    </rules>
    <symbols>
      <symbol type="fill" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <prop k="color" v="{class_1}"/>
          <prop k="style" v="solid"/>
          <prop k="outline_color" v="128,128,128,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.1"/>
          <prop k="outline_width_unit" v="MM"/>
        </layer>
      </symbol>
      <symbol type="fill" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <prop k="color" v="{class_2}"/>
          <prop k="style" v="solid"/>
          <prop k="outline_color" v="128,128,128,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.1"/>
          <prop k="outline_width_unit" v="MM"/>
        </layer>
      </symbol>
      <symbol type="fill" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <prop k="color" v="{class_3}"/>
          <prop k="style" v="solid"/>
          <prop k="outline_color" v="128,128,128,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.1"/>
          <prop k="outline_width_unit" v="MM"/>
        </layer>
      </symbol>
      <symbol type="fill" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <prop k="color" v="{class_4}"/>
          <prop k="style" v="solid"/>
          <prop k="outline_color" v="128,128,128,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.1"/>
          <prop k="outline_width_unit" v="MM"/>
        </layer>
      </symbol>
      <symbol type="fill" name="4" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <prop k="color" v="{class_5}"/>
          <prop k="style" v="solid"/>
          <prop k="outline_color" v="128,128,128,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.1"/>
          <prop k="outline_width_unit" v="MM"/>
        </layer>
      </symbol>
      <symbol type="fill" name="5" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <prop k="color" v="{too_little_known}"/>
          <prop k="style" v="solid"/>
          <prop k="outline_color" v="128,128,128,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.1"/>
          <prop k="outline_width_unit" v="MM"/>
        </layer>
        <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
          <prop k="angle" v="45"/>
          <prop k="distance" v="1.5"/>
          <prop k="distance_unit" v="MM"/>
          <prop k="line_width" v="0.2"/>
          <prop k="line_width_unit" v="MM"/>
          <symbol type="line" name="@5@1" alpha="1" clip_to_extent="1" force_rhr="0">
            <layer class="SimpleLine" enabled="1" locked="0" pass="0">
              <prop k="line_color" v="{pattern}"/>
              <prop k="line_style" v="solid"/>
              <prop k="line_width" v="0.2"/>
              <prop k="line_width_unit" v="MM"/>
            </layer>
          </symbol>
        </layer>
      </symbol>
      <symbol type="fill" name="6" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <prop k="color" v="{no_data}"/>
          <prop k="style" v="solid"/>
          <prop k="outline_color" v="128,128,128,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.1"/>
          <prop k="outline_width_unit" v="MM"/>
        </layer>
        <layer class="PointPatternFill" enabled="1" locked="0" pass="0">
          <prop k="distance_x" v="1.6"/>
          <prop k="distance_x_unit" v="MM"/>
          <prop k="distance_y" v="1.6"/>
          <prop k="distance_y_unit" v="MM"/>
          <symbol type="marker" name="@6@1" alpha="1" clip_to_extent="1" force_rhr="0">
            <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
              <prop k="name" v="circle"/>
              <prop k="color" v="{pattern}"/>
              <prop k="outline_style" v="no"/>
              <prop k="size" v="0.5"/>
              <prop k="size_unit" v="MM"/>
            </layer>
          </symbol>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <blendMode>0</blendMode>
  <featureBlendMode>0</featureBlendMode>
</qgis>
